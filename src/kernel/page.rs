//! Lists: keyset paging by (sort key, id). A cursor is opaque and bound to the sort and the filters
//! it was made for, so that it cannot continue another list.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::error::{Problem, Result};
use super::nul;
use super::problems::Code;

pub const DEFAULT_LIMIT: u32 = 25;
pub const MAX_LIMIT: u32 = 100;

/// Where a page begins and how long it is.
#[derive(Debug, Clone)]
pub struct PageRequest {
    pub limit: u32,
    cursor: Option<String>,
    /// Tells this list from others: its sort and filters, hashed.
    list: String,
}

#[derive(Serialize, Deserialize)]
struct Cursor<K> {
    #[serde(rename = "l")]
    list: String,
    #[serde(rename = "k")]
    key: K,
}

impl PageRequest {
    /// `filters` is whatever else the list depends on: its filters and its sort.
    pub fn new(limit: Option<u32>, cursor: Option<String>, filters: &impl std::fmt::Debug) -> Result<Self> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Problem::parameter("limit", format!("must be from 1 to {MAX_LIMIT}")));
        }
        let digest = Sha256::digest(format!("{filters:?}"));
        Ok(Self { limit, cursor, list: URL_SAFE_NO_PAD.encode(&digest[..6]) })
    }

    /// One row more than asked tells whether there is a further page.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The key after which this page begins; `None` on the first page.
    pub fn after<K: DeserializeOwned>(&self) -> Result<Option<K>> {
        let Some(text) = &self.cursor else { return Ok(None) };
        let invalid = || Problem::new(Code::InvalidCursor);
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| invalid())?;
        let document = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
        if !nul::faults(&document).is_empty() {
            return Err(invalid());
        }
        let cursor: Cursor<K> = serde_json::from_value(document).map_err(|_| invalid())?;
        if cursor.list == self.list { Ok(Some(cursor.key)) } else { Err(invalid()) }
    }

    /// Makes the page from the rows that were fetched; `key` is what the list is sorted by.
    pub fn page<T, K: Serialize>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> K) -> Page<T> {
        let has_more = rows.len() > self.limit as usize;
        rows.truncate(self.limit as usize);
        let next_cursor =
            rows.last().filter(|_| has_more).and_then(|last| serde_json::to_vec(&Cursor { list: self.list.clone(), key: key(last) }).ok());
        Page { data: rows, has_more, next_cursor: next_cursor.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)) }
    }
}

/// One page of a list, as every list answers.
#[derive(Debug, Clone, Serialize)]
pub struct Page<T> {
    pub data: Vec<T>,
    pub has_more: bool,
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that is short by nature and therefore whole.
    pub fn whole(data: Vec<T>) -> Self {
        Self { data, has_more: false, next_cursor: None }
    }

    pub fn try_map<U>(self, f: impl FnMut(T) -> Result<U>) -> Result<Page<U>> {
        let data = self.data.into_iter().map(f).collect::<Result<_>>()?;
        Ok(Page { data, has_more: self.has_more, next_cursor: self.next_cursor })
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { data: self.data.into_iter().map(f).collect(), has_more: self.has_more, next_cursor: self.next_cursor }
    }
}

/// Names the OpenAPI schema of a list: a concrete one each, because SDK generators copy the items of
/// a generic one.
macro_rules! list_schema {
    ($list:ident of $item:ty) => {
        #[doc = concat!("One page of a list of `", stringify!($item), "`.")]
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "describes `Page` in OpenAPI; never made")]
        pub struct $list {
            data: Vec<$item>,
            /// Whether there is a further page.
            has_more: bool,
            /// Give it as `cursor`, with the same filters, for the next page; null on the last.
            next_cursor: Option<String>,
        }
    };
}
pub(crate) use list_schema;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_continues_its_own_list_only() {
        let first = PageRequest::new(Some(2), None, &("status", "active")).expect("valid");
        let page = first.page(vec![1, 2, 3], |n| *n);
        assert!(page.has_more);
        let cursor = page.next_cursor.expect("there is more");
        let next = PageRequest::new(Some(2), Some(cursor.clone()), &("status", "active")).expect("valid");
        assert_eq!(next.after::<i32>().expect("its own"), Some(2));
        let other = PageRequest::new(Some(2), Some(cursor), &("status", "draft")).expect("valid");
        assert_eq!(other.after::<i32>().expect_err("another list's").code(), Code::InvalidCursor);
    }

    #[test]
    fn a_cursor_carries_any_text_but_u_0000() {
        let follow = |key: &str| {
            let cursor = PageRequest::new(Some(1), None, &()).expect("valid").page(vec![key, key], |key| *key).next_cursor;
            PageRequest::new(Some(1), cursor, &()).expect("valid").after::<String>()
        };
        // The last has U+0000 written out, which is no more than a backslash and what follows it.
        for key in ["", "\"\\", "Zoë\n\u{1}", "\\u0000"] {
            assert_eq!(follow(key).expect("its own"), Some(key.to_owned()));
        }
        assert_eq!(follow("a\0").expect_err("no text that is kept").code(), Code::InvalidCursor);
    }
}
