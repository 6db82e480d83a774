mod attributes;
mod missions;
mod notices;
mod points;
mod rich_text;
mod segments;
mod submissions;
mod templates;
mod types;

