// Shared by the build script and the test: how the original's names are written in Rust.

/// `endpointID` → `endpoint_id`, `nais-apm` → `nais_apm`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = ' ';
    for character in name.chars() {
        if character.is_uppercase() && before.is_lowercase() {
            snake.push('_');
        }
        snake.extend(if character == '-' { '_' } else { character }.to_lowercase());
        before = character;
    }
    snake
}

/// A pattern with its parameters' names in snake case.
fn renamed(pattern: &str) -> String {
    let mut renamed = String::new();
    for (place, piece) in pattern.split('{').enumerate() {
        match piece.split_once('}') {
            Some((name, rest)) if place > 0 => renamed.extend(["{", &snake(name), "}", rest]),
            _ => renamed.push_str(piece),
        }
    }
    renamed
}
