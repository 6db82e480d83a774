//! `/files`.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, delete, get, post};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{File, FileContent, FileView, UploadForm};
use super::{commands, queries};
use crate::http::{Answer, Command, Params, ProblemBody, Problems, Public, Read, Reply, Target, Upload};
use crate::identity::permissions::{ReadFiles, WriteFiles};
use crate::kernel::ids::FileId;
use crate::kernel::{Code, Problem, Result};

pub fn all(cfg: &mut ServiceConfig) {
    cfg.service(upload_file).service(get_file).service(get_file_content).service(delete_file);
}

/// Upload a file
///
/// One part named `file`. Its type is found from its bytes; programs, pages, scripts and unknown types
/// are refused, and so are pictures of more than 100 megapixels. The name is made a base name whose
/// extension fits. Only you and admins read it until it is attached to something.
#[utoipa::path(
    tag = "files",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The file.", body = FileView),
        (status = 408, description = "The next bytes did not come in time.", body = ProblemBody, content_type = "application/problem+json"),
        Problems
    ),
    security(("session" = ["files:write"]), ("api_key" = ["files:write"]))
)]
#[post("")]
async fn upload_file(upload: Upload<WriteFiles>) -> Answer {
    let app = upload.app.clone();
    let command = upload.receive().await?;
    let (id, links, quota) = (command.body.id(), app.links.clone(), app.storage.quota());
    let answer = command.run(move |tx, _, stored| {
        let file = commands::keep(tx, &stored, quota)?;
        let link = links.make(file.id)?;
        Ok(Reply::created(FileView::new(file, link)))
    });
    let answer = answer.await;
    app.storage.settle(id).await?;
    answer
}

/// Get a file
///
/// Its metadata, and a link to its bytes. Whoever uploaded it reads it, admins, and whoever sees a thing
/// that it is attached to.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path, description = "The file's id.")),
    responses((status = 200, description = "The file.", body = FileView), Problems),
    security(("session" = ["files:read"]), ("api_key" = ["files:read"]))
)]
#[get("/{id}")]
async fn get_file(read: Read<ReadFiles>, id: Target<FileId>) -> Answer {
    let links = read.app.links.clone();
    read.one(move |conn, caller| {
        let file = queries::find_readable(conn, caller, id.0)?;
        Ok(FileView::new(file, links.make(id.0)?))
    })
    .await
}

/// The signature of a link.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Signature {
    /// When it stops working, in seconds since 1970.
    expires: i64,
    signature: String,
}

/// The bytes of a file
///
/// Follow the `url` of a file; it carries the signature and needs no credentials. The answer is always
/// an attachment that browsers neither guess at nor run.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path, description = "The file's id."), Signature),
    responses((status = 200, description = "The bytes.", body = FileContent, content_type = "*/*"), Problems),
    security()
)]
#[get("/{id}/content")]
async fn get_file_content(public: Public, id: Target<FileId>, signature: Params<Signature>) -> Answer {
    let app = &public.app;
    let Signature { expires, signature } = signature.0;
    if let Err(problem) = app.links.ensure_valid(id.0, expires, &signature) {
        public.ensure_within_limits()?;
        return Err(problem);
    }
    let file = app.db.read(move |conn| queries::find_signed(conn, id.0)).await?;
    // Our signature says that it was there.
    let file = file.ok_or_else(|| Problem::new(Code::TokenExpired))?;
    let bytes = app.storage.stream(&file).await?;
    Ok(attachment(&file)?.streaming(bytes))
}

/// Delete a file
///
/// Whoever uploaded it may, and admins. What something still needs is kept: 409 `file_in_use`.
#[utoipa::path(
    tag = "files",
    params(("id" = FileId, Path, description = "The file's id.")),
    responses((status = 204, description = "Deleted."), Problems),
    security(("session" = ["files:write"]), ("api_key" = ["files:write"]))
)]
#[delete("/{id}")]
async fn delete_file(command: Command<WriteFiles>, id: Target<FileId>) -> Answer {
    command.run(move |tx, caller, _| commands::delete(tx, caller, id.0).map(|()| Reply::no_content())).await
}

/// Headers under which bytes of any kind do no harm: kept as a file, not guessed at, nothing of it run.
pub fn attachment(file: &File) -> Result<actix_web::HttpResponseBuilder> {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_str(&file.media_type).map_err(Problem::internal)?))
        .insert_header((header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition(&file.name)).map_err(Problem::internal)?))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"));
    response.no_chunking(file.byte_count.unsigned_abs());
    Ok(response)
}

/// What RFC 8187 lets stand unencoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The name twice, as RFC 6266 has it: in ASCII for old clients, and as it is.
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ENCODED))
}
