//! Files in a bucket that speaks S3.

use crate::support::TestApp;
use crate::support::files::PDF;
use crate::support::receivers::Bucket;

fn on(bucket: &Bucket) -> TestApp {
    let endpoint = bucket.endpoint();
    TestApp::with(|config| {
        config.storage_url = Some("s3://our-files/rapport/live".into());
        config.storage_region = "eu-central-1".into();
        config.storage_endpoint = Some(endpoint);
        config.storage_access_key = Some("AKIDEXAMPLE".into());
        config.storage_secret_key = Some("the-secret".to_owned().into());
    })
}

#[test]
fn a_bucket_keeps_gives_and_removes_files() {
    let bucket = Bucket::start();
    let app = on(&bucket);
    let coach = app.coach("Cora");
    let file = coach.upload("a.pdf", PDF).expect(201);
    let key = format!("/our-files/rapport/live/{}/{}/content", app.org, file.id());
    assert_eq!(bucket.objects(), [(key, PDF.len())]);
    assert_eq!(app.guest().follow(&file.str("url")).expect(200).bytes, PDF);
    let requests = bucket.requests();
    let signed = |request: &crate::support::receivers::ReceivedRequest| {
        request.header("authorization").starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
            && request.header("authorization").contains("/eu-central-1/s3/")
    };
    assert!(requests.len() == 2 && requests.iter().all(signed), "{requests:#?}");
    coach.delete(&format!("/files/{}", file.id())).expect(204);
    app.run_workers_until_idle();
    assert!(bucket.objects().is_empty() && app.loose_files() == 0);
}

#[test]
fn a_large_file_goes_into_a_bucket_in_parts() {
    let bucket = Bucket::start();
    let app = on(&bucket);
    let coach = app.coach("Cora");
    let bytes: Vec<u8> = (0..(11 << 20) + 5).map(|index: usize| b'a' + (index % 23) as u8).collect();
    let file = coach.upload("a.txt", &bytes).expect(201);
    assert!(app.guest().follow(&file.str("url")).expect(200).bytes == bytes);
    // One that is refused at its end leaves no part behind.
    let control: Vec<u8> = bytes.iter().copied().chain([0]).collect();
    coach.upload("b.txt", &control).problem(422, "file_type_not_allowed");
    assert_eq!((bucket.objects().len(), bucket.open_uploads(), app.loose_files()), (1, 0, 0));
}

#[test]
fn a_bucket_that_does_not_answer_is_told_and_loses_nothing() {
    let bucket = Bucket::start();
    let app = on(&bucket);
    let coach = app.coach("Cora");
    let file = coach.upload("a.pdf", PDF).expect(201);
    bucket.set_down(true);
    let refused = coach.upload("b.pdf", PDF).problem(503, "storage_unavailable");
    assert_eq!(refused.header("retry-after"), "10");
    app.guest().follow(&file.str("url")).problem(503, "storage_unavailable");
    coach.delete(&format!("/files/{}", file.id())).expect(204);
    bucket.set_down(false);
    app.advance("P1D");
    app.run_workers_until_idle();
    assert!(bucket.objects().is_empty() && app.loose_files() == 0);
}
