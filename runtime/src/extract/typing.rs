//! What a text is handed over as, where the type that reads it does not say what it wants.

/// What a text is handed over as to a buffer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Typing {
    #[default]
    Text,
    Scalar,
    /// A list of one text.
    Texts,
    /// A list of one scalar.
    Scalars,
    /// As if the key had not been sent: who is to blame is found so.
    Absent,
    /// What no field takes that takes a text: whether a text was taken is found so.
    Untakeable,
}

impl Typing {
    /// What each of several values of a key is.
    pub(super) fn of_each(self) -> Self {
        match self {
            Self::Texts => Self::Text,
            Self::Scalars => Self::Scalar,
            other => other,
        }
    }
}

/// A number or a bool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar {
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl Scalar {
    /// The number or bool that the text stands for.
    pub(super) fn of(text: &str) -> Option<Self> {
        if let Ok(number) = text.parse() {
            return Some(Self::Unsigned(number));
        }
        if let Ok(number) = text.parse() {
            return Some(Self::Signed(number));
        }
        let finite = text.parse().ok().filter(|number: &f64| number.is_finite());
        finite.map(Self::Float).or_else(|| text.parse().ok().map(Self::Bool))
    }
}

/// What a type asks for by this name, for end users.
pub(super) fn words(name: &str) -> Option<&'static str> {
    Some(match name {
        "bool" | "a boolean" => "`true` or `false`",
        "i8" => "a whole number from -128 to 127",
        "i16" => "a whole number from -32768 to 32767",
        "i32" => "a whole number from -2147483648 to 2147483647",
        "i64" | "isize" => "a whole number from -9223372036854775808 to 9223372036854775807",
        "i128" => {
            "a whole number from -170141183460469231731687303715884105728 to 170141183460469231731687303715884105727"
        }
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0 to 18446744073709551615",
        "u128" => "a whole number from 0 to 340282366920938463463374607431768211455",
        "f32" | "f64" => "a number",
        "char" | "a character" => "a single character",
        _ => return None,
    })
}
