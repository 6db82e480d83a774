//! The guard as the resolver of the HTTP client. The client connects to the addresses it is handed and
//! never asks a second time, so that a name cannot change its mind between check and use.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::TargetGuard;

/// Resolves names to addresses that may be reached.
pub struct GuardedResolver(pub TargetGuard);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0.clone();
        Box::pin(async move {
            // Port 0 stands for the port of the URL.
            let addresses = guard.resolve(name.as_str(), 0).await??;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
