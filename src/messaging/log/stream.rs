//! The log as server-sent events: who stays connected is told of each event once, in order, and goes on
//! where they were by `Last-Event-ID`.

use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use tokio::time::{Instant, timeout};

use super::views::EventMessage;
use crate::app::App;
use crate::identity::authentication::{self, Credentials};
use crate::identity::permissions::{Caller, ReadEvents};
use crate::kernel::ids::OrganizationId;
use crate::kernel::{Problem, Result};
use crate::messaging::events::reader::{self, Position};

/// Another process's commits are noticed after this long; one's own at once.
const POLL: Duration = Duration::from_secs(1);
/// A comment keeps proxies from closing a quiet connection.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often it is asked whether the reader may still read, where there is nothing to tell.
const RECHECK: Duration = Duration::from_secs(5);
const BATCH: i64 = 100;

/// One reader's place.
struct Reader {
    app: Arc<App>,
    caller: Caller,
    credentials: Credentials,
    types: Option<Vec<String>>,
    at: Position,
    spoke_at: Instant,
    checked_at: Instant,
}

/// The stream's bytes. It ends when the reader may no longer read.
pub fn open(
    app: Arc<App>,
    caller: Caller,
    credentials: Credentials,
    types: Option<Vec<String>>,
    at: Position,
) -> impl Stream<Item = Result<Vec<u8>>> {
    let now = Instant::now();
    let reader = Reader { app, caller, credentials, types, at, spoke_at: now, checked_at: now };
    futures_util::stream::unfold((reader, true), |(mut reader, is_first)| async move {
        if is_first {
            // Something to read at once, so that the client knows that it is connected.
            return Some((Ok(b": connected\n\n".to_vec()), (reader, false)));
        }
        match reader.next().await {
            Ok(Some(bytes)) => Some((Ok(bytes), (reader, false))),
            Ok(None) => None,
            Err(problem) => {
                tracing::warn!(%problem, "an event stream ended");
                None
            }
        }
    })
}

impl Reader {
    async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            let app = self.app.clone();
            let mut commit = std::pin::pin!(app.db.committed().notified());
            commit.as_mut().enable();
            if self.checked_at.elapsed() >= RECHECK && !self.may_still_read().await? {
                return Ok(None);
            }
            let bytes = self.news().await?;
            // Nothing is told to who may not hear it any more, not even that they may not.
            if !bytes.is_empty() && !self.may_still_read().await? {
                return Ok(None);
            }
            if !bytes.is_empty() {
                self.spoke_at = Instant::now();
                return Ok(Some(bytes));
            }
            if self.spoke_at.elapsed() >= HEARTBEAT {
                self.spoke_at = Instant::now();
                return Ok(Some(b": still here\n\n".to_vec()));
            }
            let _ = timeout(POLL, commit).await;
        }
    }

    async fn may_still_read(&mut self) -> Result<bool> {
        self.checked_at = Instant::now();
        match authentication::authenticate(&self.app, self.credentials.clone()).await {
            Ok(caller) => Ok(caller.ensure_allowed::<ReadEvents>().is_ok()),
            Err(problem) if problem.code() == crate::kernel::Code::InvalidToken => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    async fn news(&mut self) -> Result<Vec<u8>> {
        let (organization_id, types, at): (OrganizationId, _, _) = (self.caller.organization_id, self.types.clone(), self.at);
        let read = self.app.db.read(move |conn| reader::of_organization(conn, organization_id, types.as_deref(), at, BATCH)).await;
        let mut bytes = Vec::new();
        for row in read? {
            self.at = Position::from(&row);
            let message = EventMessage::from(row);
            let json = serde_json::to_string(&message).map_err(Problem::internal)?;
            bytes.extend_from_slice(format!("id: {}\nevent: {}\ndata: {json}\n\n", message.id, message.name).as_bytes());
        }
        Ok(bytes)
    }
}
