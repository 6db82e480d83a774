//! Pages behind links, such as those in mails: open to whoever holds the token, and to nobody else.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use super::access::{self, Public};
use super::reply::Answer;
use crate::app::App;
use crate::db::{Conn, Intent, Tx};
use crate::identity::permissions::Caller;
use crate::kernel::{Problem, Result, Timestamp};

/// A request with a link's `{token}` in its path. It was counted against the limit of public routes for the
/// caller's address, and nobody on the way keeps what it is answered.
pub struct Link {
    pub app: Arc<App>,
    pub token: String,
    /// When it is looked at.
    pub now: Timestamp,
    public: Public,
}

impl FromRequest for Link {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Link {
    fn of(request: &HttpRequest) -> Result<Self> {
        let public = Public { app: App::of(request)?, request: request.clone() };
        let token = request.match_info().get("token").unwrap_or_default().to_owned();
        Self::given(public, token)
    }

    /// The same for a token that stands in the body.
    pub fn given(public: Public, token: String) -> Result<Self> {
        public.ensure_within_limits()?;
        Ok(Self { app: public.app.clone(), token, now: public.app.db.clock().now(), public })
    }

    pub async fn read<T: Send + 'static>(&self, query: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static) -> Result<T> {
        self.app.db.read(query).await
    }

    /// Only for what a `PUT` or `POST` asks for: mail scanners open every link.
    pub async fn write<T: Send + 'static>(&self, change: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.app.db.write(Intent::system(), change).await
    }

    /// Who is asking, for pages that are not the same for everybody.
    pub async fn caller(&self) -> Result<Option<Caller>> {
        access::caller(&self.app, &self.public.request).await
    }

    /// A change on behalf of whoever is asking.
    pub async fn write_as<T: Send + 'static>(
        &self,
        caller: Option<&Caller>,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let intent = caller.map_or_else(Intent::system, |caller| Intent::of(caller.actor()));
        self.app.db.write(intent, change).await
    }

    pub fn ok(&self, body: &impl Serialize) -> Answer {
        self.public.ok(body).map(unkept)
    }

    pub fn no_content(&self) -> Answer {
        self.public.no_content().map(unkept)
    }

    /// The same for an answer of another kind, such as a document.
    pub fn answer(&self, response: HttpResponse) -> Answer {
        Ok(unkept(response))
    }
}

fn unkept(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
