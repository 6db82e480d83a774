//! Who is slow keeps nobody else waiting.

use super::scene::{Scene, ids};
use crate::support::receivers::Reply;
use crate::support::wait;

/// Attempts at one target at a time.
const PLACES: usize = 32;

impl Scene {
    /// Lets real workers run while something is done.
    fn with_workers(&self, act: impl FnOnce()) {
        let workers = wait(async { rapport::workers::spawn(self.app.app.clone().into_inner()) });
        act();
        wait(workers.stop());
    }

    /// So many tasks are made, each of which is one `item.created`.
    fn create(&self, count: usize) {
        for number in 0..count {
            self.programme.task(&format!("Task {number}"));
        }
    }
}

#[test]
fn an_endpoint_that_hangs_holds_up_nobody_else() {
    let it = Scene::new();
    for path in ["/stuck", "/one", "/two"] {
        it.endpoint(path, &["item.created"]);
    }
    it.receiver.answer("/stuck", Reply::Hold);
    it.app.work();
    let count = PLACES + 8;
    it.create(count);
    it.with_workers(|| {
        it.receiver.wait_for("/stuck", PLACES);
        for path in ["/one", "/two"] {
            it.receiver.wait_for(path, count);
        }
        assert_eq!(it.receiver.count("/stuck"), PLACES, "it has so many places and no more");
        // What happens later is told at once as well.
        it.create(1);
        it.receiver.wait_for("/one", count + 1);
        it.receiver.answer("/stuck", Reply::Status(200));
        it.receiver.release("/stuck");
        it.receiver.wait_for("/stuck", count + 1);
    });
    for path in ["/stuck", "/one", "/two"] {
        let mut all = ids(&it.receiver.requests(path));
        all.sort();
        all.dedup();
        assert_eq!((all.len(), it.receiver.count(path)), (count + 1, count + 1), "{path}: each once");
    }
}

#[test]
fn an_endpoint_that_fails_has_one_place_until_it_works_again() {
    let it = Scene::new();
    let failing = it.answering("/failing", Reply::Status(500));
    it.tell();
    assert!(it.show(&failing)["failing_since"].is_string());
    it.endpoint("/fine", &["item.sent"]);
    it.app.work();
    it.receiver.answer("/failing", Reply::Hold);
    for _ in 0..5 {
        it.send();
    }
    it.with_workers(|| {
        it.receiver.wait_for("/fine", 5);
        it.receiver.wait_for("/failing", 2);
        assert_eq!(it.receiver.count("/failing"), 2, "one of these is the failure before");
        it.receiver.answer("/failing", Reply::Status(200));
        it.receiver.release("/failing");
        it.receiver.wait_for("/failing", 6);
    });
    assert!(it.show(&failing)["failing_since"].is_null());
}
