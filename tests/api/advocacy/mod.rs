mod attributes;
mod missions;
mod points;
mod rich_text;
mod segments;
mod submissions;
mod templates;
mod types;

