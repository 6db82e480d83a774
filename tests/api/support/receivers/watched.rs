//! What a server has seen, for a test to wait on.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

/// Longer than anything takes that is not stuck.
const DEADLINE: Duration = Duration::from_secs(30);

/// A value that servers change and tests wait for.
#[derive(Default)]
pub struct Watched<T> {
    value: Mutex<T>,
    changed: Condvar,
}

impl<T> Watched<T> {
    pub fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.value.lock().unwrap())
    }

    pub fn change<R>(&self, act: impl FnOnce(&mut T) -> R) -> R {
        let result = act(&mut self.value.lock().unwrap());
        self.changed.notify_all();
        result
    }

    /// Waits until something is found; says what it waited for, and what there is, when it never comes.
    #[track_caller]
    pub fn wait_until<R>(&self, find: impl Fn(&T) -> Option<R>, describe: impl Fn(&T) -> String) -> R {
        self.within(DEADLINE, find).unwrap_or_else(|| panic!("waited in vain for {}", self.read(describe)))
    }

    fn within<R>(&self, limit: Duration, find: impl Fn(&T) -> Option<R>) -> Option<R> {
        let until = Instant::now() + limit;
        let mut value = self.value.lock().unwrap();
        loop {
            if let Some(found) = find(&value) {
                return Some(found);
            }
            let left = until.checked_duration_since(Instant::now())?;
            value = self.changed.wait_timeout(value, left).unwrap().0;
        }
    }
}
