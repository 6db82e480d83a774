//! People who come by missions: those who are referred, and those who speak for the organization.

mod references;
mod referrals;
