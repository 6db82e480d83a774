//! From a snapshot to whoever reads it: a thread that scans, a short channel, a reader. When the reader
//! goes away the scan stops; when it dawdles the scan waits, but not for ever, because an open snapshot
//! keeps the database from tidying up.

use std::ops::ControlFlow;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::Bytes;
use futures_util::{Stream, stream};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};

use super::model::Export;
use super::sources::{self, Piece, Plan};
use super::{encode::Encoding, queries};
use crate::db::Db;
use crate::http::Answer;
use crate::kernel::{Problem, Result};

/// Pieces that may wait for the reader.
const AHEAD: usize = 2;
/// How long one piece may wait.
const PATIENCE: Duration = Duration::from_mins(1);
/// Scans of one process at a time; others wait for their turn instead of taking threads and connections.
static SCANS: Semaphore = Semaphore::const_new(16);

/// Starts a scan and gives its pieces. An error is the last of them.
pub(super) async fn open(db: &Db, plan: Plan) -> Result<mpsc::Receiver<Result<Piece>>> {
    let permit = SCANS.acquire().await.map_err(Problem::internal)?;
    let (sender, receiver) = mpsc::channel(AHEAD);
    let (scan, runtime) = (db.scanner(), Handle::current());
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let send = |piece| runtime.block_on(tokio::time::timeout(PATIENCE, sender.send(piece)));
        let outcome = scan.run(|conn| {
            sources::pour(conn, &plan, &mut |piece| match send(Ok(piece)) {
                Ok(Ok(())) => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            })
        });
        if let Err(problem) = outcome {
            tracing::error!(%problem, "an export broke off");
            // Whoever has hung up need not know.
            let _ = send(Err(problem));
        }
    });
    Ok(receiver)
}

/// Answers with the whole file while it is being read. The answer begins once the database has been
/// reached, so that until then a failure is still told as one.
pub(super) async fn respond(db: &Db, plan: Plan, file_name: &str) -> Answer {
    let encoding = plan.encoding;
    let mut pieces = open(db, plan).await?;
    let first = pieces.recv().await.ok_or_else(|| Problem::internal("a scan ended before it began"))??;
    let rest = stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((piece.map(|piece| Bytes::from(piece.bytes)), pieces))
    });
    let head = stream::once(std::future::ready(Ok(Bytes::from(first.bytes))));
    Ok(attachment(encoding, file_name).streaming(stream::StreamExt::chain(head, rest)))
}

/// Answers with a file that is kept, a chunk at a time.
pub(super) fn download(db: &Db, export: &Export) -> HttpResponse {
    let encoding = Encoding { format: export.request.0.format, dialect: export.request.0.dialect };
    let mut response = attachment(encoding, &export.file_name());
    response.no_chunking(export.byte_count.unsigned_abs());
    response.streaming(chunks(db.clone(), export))
}

fn chunks(db: Db, export: &Export) -> impl Stream<Item = Result<Bytes>> + use<> {
    let (id, token, wanted) = (export.id, export.lease_token.clone().unwrap_or_default(), export.byte_count);
    stream::try_unfold((0, 0), move |(position, sent)| {
        let (db, token) = (db.clone(), token.clone());
        async move {
            if sent >= wanted {
                return Ok(None);
            }
            let bytes = db.read(move |conn| queries::chunk(conn, id, &token, position)).await?;
            // It may expire while somebody downloads it; a broken connection tells that it is not whole.
            let bytes = bytes.ok_or_else(|| Problem::internal("an export lost a chunk"))?;
            let sent = sent + bytes.len() as i64;
            Ok(Some((Bytes::from(bytes), (position + 1, sent))))
        }
    })
}

fn attachment(encoding: Encoding, file_name: &str) -> actix_web::HttpResponseBuilder {
    let parameters = vec![DispositionParam::Filename(file_name.to_owned())];
    let mut response = HttpResponse::Ok();
    response
        .content_type(encoding.content_type())
        .insert_header((CONTENT_DISPOSITION, ContentDisposition { disposition: DispositionType::Attachment, parameters }));
    response
}
