//! Changes of details, as OpenAPI publishes them.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::kernel::duration::IsoDuration;
use crate::kernel::ids::{FileId, FormId};

/// Shapes of merge patches of details, for OpenAPI. At run time the patch is applied to what is stored.
macro_rules! patch_schema {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(ToSchema, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "describes a merge patch in OpenAPI; never made")]
        pub struct $name { $($(#[$field_doc])* $field: Option<$type>),+ }
    };
}
patch_schema! {
    /// A change of a session's details; null clears.
    UpdateSession {
        #[schema(example = "PT45M")]
        duration: IsoDuration,
        #[schema(max_length = 500, example = "Room 7")]
        location: String,
    }
}
patch_schema! {
    /// A change of instructions; null clears.
    UpdateInstructions {
        #[schema(max_length = 10_000)]
        instructions: String,
    }
}
patch_schema! {
    /// A change of an assessment's or form's details; null clears.
    UpdateFormDetails {
        form_id: FormId,
        #[schema(max_length = 10_000)]
        instructions: String,
    }
}
patch_schema! {
    /// A change of a file. What names the one takes the place of the other.
    UpdateFile {
        #[schema(min_length = 1, max_length = 255)]
        name: String,
        #[schema(format = "uri", max_length = 2_000)]
        url: String,
        file_id: FileId,
    }
}
patch_schema! {
    /// A change of a link.
    UpdateLink {
        #[schema(nullable = false, format = "uri", max_length = 2_000)]
        url: String,
    }
}
