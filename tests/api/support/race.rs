//! Requests that meet.

use std::sync::Barrier;
use std::thread;

use super::app::TestApp;

/// An application that can answer several at once.
pub fn racing() -> TestApp {
    TestApp::with(|config| {
        config.http_threads = 2;
        config.database_pool_size = 16;
        config.access_token_minutes = 60;
    })
}

/// Does the same from many threads at once.
pub fn at_once<T: Send>(count: usize, act: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(count);
    thread::scope(|scope| {
        let all: Vec<_> = (0..count)
            .map(|index| {
                let (barrier, act) = (&barrier, &act);
                scope.spawn(move || {
                    barrier.wait();
                    act(index)
                })
            })
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    })
}
