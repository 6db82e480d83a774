//! Who may come in: extractors that stand in a handler's signature.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::reply::{self, Answer};
use crate::app::App;
use crate::db::Conn;
use crate::identity::authentication::{self, Credentials};
use crate::identity::permissions::{Caller, Permission};
use crate::kernel::page::Page;
use crate::kernel::{Code, Problem, Resource, Result};

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

/// Reads the credentials, finds out who that is, and holds them to the permission.
pub(super) async fn authorize<P: Permission>(app: &App, request: &HttpRequest) -> Result<Caller> {
    let caller = authentication::authenticate(app, credentials(request)?).await?;
    caller.ensure_allowed::<P>()?;
    Ok(caller)
}

/// Who is asking, where they say so. Credentials that are not valid are refused all the same.
pub(super) async fn caller(app: &App, request: &HttpRequest) -> Result<Option<Caller>> {
    match credentials(request) {
        Err(problem) if problem.code() == Code::Unauthenticated => Ok(None),
        found => authentication::authenticate(app, found?).await.map(Some),
    }
}

fn credentials(request: &HttpRequest) -> Result<Credentials> {
    let text = |name: &str| request.headers().get(name).map(|value| value.to_str().map_err(|_| Problem::new(Code::InvalidToken)));
    if let Some(key) = text("x-api-key").transpose()? {
        return Ok(Credentials::ApiKey(key.to_owned()));
    }
    let authorization = text(header::AUTHORIZATION.as_str()).transpose()?.ok_or_else(|| Problem::new(Code::Unauthenticated))?;
    let (scheme, token) = authorization.split_once(' ').ok_or_else(|| Problem::new(Code::InvalidToken))?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Problem::new(Code::Unauthenticated));
    }
    Ok(Credentials::AccessToken(token.trim().to_owned()))
}

/// A query by somebody who holds the permission `P`.
pub struct Read<P> {
    pub app: Arc<App>,
    pub caller: Caller,
    request: HttpRequest,
    permission: PhantomData<P>,
}

impl<P: Permission> FromRequest for Read<P> {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = App::of(&request)?;
            let caller = authorize::<P>(&app, &request).await?;
            Ok(Self { app, caller, request, permission: PhantomData })
        })
    }
}

impl<P> Read<P> {
    async fn run<T: Send + 'static>(&self, query: impl FnOnce(&mut Conn, &Caller) -> Result<T> + Send + 'static) -> Result<T> {
        let caller = self.caller.clone();
        self.app.db.read(move |conn| query(conn, &caller)).await
    }

    /// What the caller sent as this header.
    pub fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name)?.to_str().ok().map(str::to_owned)
    }

    /// What the caller proved who they are with, for answers that last longer than a request.
    pub fn credentials(&self) -> Result<Credentials> {
        credentials(&self.request)
    }

    /// Runs a query whose result is not the answer itself.
    pub async fn plan<T: Send + 'static>(&self, query: impl FnOnce(&mut Conn, &Caller) -> Result<T> + Send + 'static) -> Result<T> {
        self.run(query).await
    }

    /// Answers with one thing.
    pub async fn one<T: Resource + Send + 'static>(self, query: impl FnOnce(&mut Conn, &Caller) -> Result<T> + Send + 'static) -> Answer {
        reply::resource(&self.run(query).await?)
    }

    /// Answers with something that has no address of its own.
    pub async fn plain<T: Serialize + Send + 'static>(
        self,
        query: impl FnOnce(&mut Conn, &Caller) -> Result<T> + Send + 'static,
    ) -> Answer {
        reply::json(actix_web::http::StatusCode::OK, &self.run(query).await?)
    }

    /// Answers with a page of a list.
    pub async fn page<T: Serialize + Send + 'static>(
        self,
        query: impl FnOnce(&mut Conn, &Caller) -> Result<Page<T>> + Send + 'static,
    ) -> Answer {
        let page = self.run(query).await?;
        reply::page(&self.request, &page)
    }
}

/// A route that is open to everybody; it brings the application and the caller's address.
pub struct Public {
    pub app: Arc<App>,
    pub request: HttpRequest,
}

impl FromRequest for Public {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(App::of(request).map(|app| Self { app, request: request.clone() }))
    }
}

impl Public {
    /// Counts this request against the limit of public routes for the caller's address.
    pub fn ensure_within_limits(&self) -> Result<()> {
        self.app.limits.ensure_address(self.app.limits.client_address(&self.request))
    }

    pub fn ok(&self, body: &impl Serialize) -> Answer {
        reply::json(actix_web::http::StatusCode::OK, body)
    }

    pub fn accepted(&self) -> Answer {
        Ok(HttpResponse::Accepted().finish())
    }

    pub fn no_content(&self) -> Answer {
        Ok(HttpResponse::NoContent().finish())
    }
}

impl App {
    /// The application that this request came to.
    pub(super) fn of(request: &HttpRequest) -> Result<Arc<App>> {
        let app = request.app_data::<web::Data<App>>().ok_or_else(|| Problem::internal("the application is not set"))?;
        Ok(app.clone().into_inner())
    }
}
