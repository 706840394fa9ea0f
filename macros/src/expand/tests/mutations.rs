//! Whatever tokens come, the macro gives tokens back: it never panics, and never passes a block over in silence.

use std::str::FromStr;

use proc_macro2::{Group, Punct, Spacing, TokenStream, TokenTree};

use super::{super::resource_routes, samples};

const MUTATIONS: usize = 1500;

/// Numbers below a bound that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }
}

/// Removes, repeats, moves or replaces one token, most often one deep inside.
fn mutated(tokens: TokenStream, random: &mut Random) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_group = |token: &&TokenTree| matches!(token, TokenTree::Group(_));
    let groups = tokens.iter().filter(is_group).count();
    if groups > 0 && random.below(5) > 0 {
        let chosen = random.below(groups);
        if let Some(TokenTree::Group(group)) =
            tokens.iter_mut().filter(|token| is_group(&&**token)).nth(chosen)
        {
            *group = Group::new(group.delimiter(), mutated(group.stream(), random));
        }
        return tokens.into_iter().collect();
    }
    let at = random.below(tokens.len());
    match random.below(4) {
        0 if at < tokens.len() => drop(tokens.remove(at)),
        1 if at < tokens.len() => tokens.insert(at, tokens[at].clone()),
        2 if at + 1 < tokens.len() => tokens.swap(at, at + 1),
        _ => {
            let punctuation = [',', ';', '=', '<', '>', '#', '-', ':', '\'', '&'];
            let mark = Punct::new(punctuation[random.below(punctuation.len())], Spacing::Alone);
            tokens.insert(at, mark.into());
        }
    }
    tokens.into_iter().collect()
}

#[test]
fn no_mutation_of_a_block_panics() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let samples = samples();
    for number in 0..MUTATIONS {
        let (arguments, block, _) = &samples[number % samples.len()];
        let mut arguments = TokenStream::from_str(arguments).unwrap();
        let mut block = TokenStream::from_str(block).unwrap();
        for _ in 0..=random.below(3) {
            if random.below(8) == 0 {
                arguments = mutated(arguments, &mut random);
            } else {
                block = mutated(block, &mut random);
            }
        }
        let expanded = resource_routes(arguments, &block);
        assert!(!expanded.is_empty(), "{block}");
    }
}
