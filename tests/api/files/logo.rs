//! The organization's logo.

use crate::support::TestApp;
use crate::support::files::{PDF, png};
use crate::support::json;

#[test]
fn a_logo_is_a_picture_that_everybody_in_the_organization_sees() {
    let app = TestApp::start();
    let admin = app.admin();
    let (logo, paper) = (admin.uploaded("logo.png", &png(200, 50)), admin.uploaded("a.pdf", PDF));
    let set = |id| admin.patch("/organization", json!({"settings": {"logo_file_id": id}}));
    let fault = [("/settings/logo_file_id".to_owned(), "invalid_choice".to_owned())];
    assert_eq!(set(json!(paper)).problem(422, "validation_failed").faults(), fault);
    assert_eq!(set(json!(app.other_org().admin().uploaded("b.png", &png(1, 1)))).problem(422, "validation_failed").faults(), fault);
    assert_eq!(set(json!(logo)).expect(200)["settings"]["logo_file_id"], logo.as_str());
    app.advocate("Avi").get(&format!("/files/{logo}")).expect(200);
    app.other_org().admin().get(&format!("/files/{logo}")).problem(404, "not_found");
    let kept = admin.delete(&format!("/files/{logo}")).problem(409, "file_in_use");
    assert_eq!(kept["used_by"], json!(["organization"]));
    set(json!(null)).expect(200);
    admin.delete(&format!("/files/{logo}")).expect(204);
}
