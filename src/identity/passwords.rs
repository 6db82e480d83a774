//! Passwords: argon2id (19 MiB, two passes, one lane by default), never more at once than there are
//! threads, so that a storm of logins cannot take the memory.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::{Code, Problem, Result};

/// Hashes and checks passwords off the async threads.
pub struct Passwords {
    argon2: Argon2<'static>,
    permits: Arc<Semaphore>,
    /// Checked when there is no such account, so that the answer takes as long. A hash that no password
    /// is known to have costs as much to check as any other.
    decoy: Arc<str>,
}

const PASSES: u32 = 2;
const LANES: u32 = 1;

impl Passwords {
    pub fn new(memory_kib: u32, at_once: usize) -> Result<Self> {
        let params = Params::new(memory_kib, PASSES, LANES, None).map_err(Problem::internal)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let (salt, output) = ("A".repeat(22), "A".repeat(43));
        let decoy = format!("$argon2id$v=19$m={memory_kib},t={PASSES},p={LANES}${salt}${output}").into();
        Ok(Self { argon2, permits: Arc::new(Semaphore::new(at_once.max(1))), decoy })
    }

    pub async fn hash(&self, password: &str) -> Result<String> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.bounded(move || Ok(argon2.hash_password(password.as_bytes()).map_err(Problem::internal)?.to_string())).await
    }

    /// Whether the password fits the hash; with no hash it takes as long and does not.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let (argon2, password, hash) = (self.argon2.clone(), password.to_owned(), hash.map(str::to_owned));
        let decoy = self.decoy.clone();
        self.bounded(move || {
            let parsed = PasswordHash::new(hash.as_deref().unwrap_or(&decoy)).map_err(Problem::internal)?;
            Ok(argon2.verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some())
        })
        .await
    }

    async fn bounded<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _permit = self.permits.clone().acquire_owned().await.map_err(|_| Problem::new(Code::Overloaded))?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Problem::internal("hashing panicked"))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits_and_none_fits_nobody() {
        let passwords = Passwords::new(64, 1).expect("settings that argon2 takes");
        let hash = passwords.hash("correct horse").await.expect("hashed");
        assert!(passwords.verify("correct horse", Some(&hash)).await.expect("checked"));
        assert!(!passwords.verify("wrong horse", Some(&hash)).await.expect("checked"));
        assert!(!passwords.verify("correct horse", None).await.expect("the decoy can be checked"));
    }
}
