//! Passwords: argon2id (19 MiB, two passes, one lane by default), never more at once than there are
//! threads, so that a storm of logins cannot take the memory.

use std::sync::{Arc, OnceLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kernel::{Code, Problem, Result};

/// Hashes and checks passwords off the async threads.
pub struct Passwords {
    argon2: Argon2<'static>,
    permits: Arc<Semaphore>,
    /// Checked when there is no such account, so that the answer takes as long. Made when it is first
    /// needed, because a start does not wait for a hash.
    decoy: Arc<OnceLock<String>>,
}

const PASSES: u32 = 2;
const LANES: u32 = 1;

impl Passwords {
    pub fn new(memory_kib: u32, at_once: usize) -> Result<Self> {
        let params = Params::new(memory_kib, PASSES, LANES, None).map_err(Problem::internal)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Ok(Self { argon2, permits: Arc::new(Semaphore::new(at_once.max(1))), decoy: Arc::default() })
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
            let known = hash.is_some();
            let hash = hash.map_or_else(|| decoy_hash(&argon2, &decoy), Ok)?;
            let parsed = PasswordHash::new(&hash).map_err(Problem::internal)?;
            Ok(argon2.verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await
    }

    /// Makes the decoy, so that the first login is not told from later ones by how long it takes.
    pub async fn warm_up(&self) -> Result<()> {
        let (argon2, decoy) = (self.argon2.clone(), self.decoy.clone());
        self.bounded(move || decoy_hash(&argon2, &decoy).map(|_| ())).await
    }

    async fn bounded<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _permit = self.permits.clone().acquire_owned().await.map_err(|_| Problem::new(Code::Overloaded))?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Problem::internal("hashing panicked"))?
    }
}

fn decoy_hash(argon2: &Argon2<'static>, decoy: &OnceLock<String>) -> Result<String> {
    if let Some(hash) = decoy.get() {
        return Ok(hash.clone());
    }
    let hash = argon2.hash_password(b"nobody has this password").map_err(Problem::internal)?.to_string();
    Ok(decoy.get_or_init(|| hash).clone())
}
