//! Functions that both engines have.

use diesel::sql_types::Text;

diesel::define_sql_function! {
    /// Letters made small; those beyond ASCII stay.
    fn lower(text: Text) -> Text;
}

diesel::define_sql_function! {
    /// The text with each `from` replaced.
    fn replace(text: Text, from: Text, to: Text) -> Text;
}
