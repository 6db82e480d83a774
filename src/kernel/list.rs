//! Several values: of one query parameter, and each once.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};

/// Several values with commas between them: any of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<'de, T: FromStr<Err: fmt::Display>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words<T>(PhantomData<T>);
        impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Words<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("values with commas between them")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<List<T>, E> {
                let values = text.split(',').map(|word| word.trim().parse().map_err(E::custom));
                values.collect::<Result<Vec<T>, E>>().map(List)
            }
        }
        deserializer.deserialize_str(Words(PhantomData))
    }
}

/// Each once, where it stands first.
pub fn distinct<T: Copy + Eq + Hash>(mut values: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(*value));
    values
}
