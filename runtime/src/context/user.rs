//! The caller and what the caller may do.

use std::{fmt, str::FromStr};

use grafana_plugin_sdk::backend;
use serde::{Deserialize, Serialize};

/// The person, or the service account, that calls.
///
/// As an extractor (`User` or `&User`) it refuses a call that Grafana makes on its own account with
/// [`Rejection::NoUser`](crate::Rejection::NoUser); `Option<User>` lets it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The name that the user signs in with.
    pub login: String,
    /// The name that the user is shown by.
    pub name: String,
    /// The user's e-mail address; may be empty.
    pub email: String,
    /// The user's role in the organisation of the call.
    pub role: Role,
}

impl User {
    pub(crate) fn from_sdk(user: backend::User) -> Self {
        Self { role: Role::from_sdk(user.role), login: user.login, name: user.name, email: user.email }
    }
}

/// A user's basic role in an organisation, from the least to the most.
///
/// Roles compare: `role >= Role::Editor` holds for editors and admins. Grafana's server admins have no role of their
/// own here (`pkg/apimachinery/identity/role_type.go`).
///
/// ```
/// use grafana_resource_routes::Role;
/// assert!(Role::Admin > Role::Editor && Role::Editor > Role::Viewer && Role::Viewer > Role::None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// No basic role: the user has only what is granted one by one.
    #[default]
    None,
    /// May look.
    Viewer,
    /// May change dashboards and the like.
    Editor,
    /// May change everything in the organisation.
    Admin,
}

impl Role {
    pub(crate) fn from_sdk(role: backend::Role) -> Self {
        match role {
            backend::Role::Viewer => Self::Viewer,
            backend::Role::Editor => Self::Editor,
            backend::Role::Admin => Self::Admin,
            // A role that this version does not know must not open anything.
            _ => Self::None,
        }
    }

    /// The name that Grafana writes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Viewer => "Viewer",
            Self::Editor => "Editor",
            Self::Admin => "Admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        match text {
            "None" | "" => Ok(Self::None),
            "Viewer" => Ok(Self::Viewer),
            "Editor" => Ok(Self::Editor),
            "Admin" => Ok(Self::Admin),
            _ => Err(UnknownRole),
        }
    }
}

/// A text that names none of Grafana's roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRole;

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a role: expected `None`, `Viewer`, `Editor` or `Admin`")
    }
}

impl std::error::Error for UnknownRole {}
