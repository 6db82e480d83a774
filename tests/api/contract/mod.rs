mod fixtures;
mod published;
mod walk;
