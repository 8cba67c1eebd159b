namespace HmacKit.Testing;

/// <summary>Headers that aren't there, are there twice or aren't written as the scheme says.</summary>
internal static class HeaderAttacks
{
    // The engine looks at 4,096 characters of a value.
    private const int Overlong = 5000;

    public static IEnumerable<Attack> Of(Forge forge)
    {
        WireRequest unsigned = forge.Sign().ToWire();
        foreach (SchemeCarrier header in forge.Scheme.Headers)
        {
            unsigned = unsigned.Without(header.Name);
        }

        yield return new("headers/none", "no header of the scheme at all", unsigned);
        foreach (Attack attack in forge.Scheme.Headers.SelectMany(header => OfOne(forge, header)).Concat(Disagreeing(forge)).Concat(Signed(forge)))
        {
            yield return attack;
        }
    }

    private static IEnumerable<Attack> OfOne(Forge forge, SchemeCarrier header)
    {
        string name = header.Name;
        WireRequest good = forge.Sign().ToWire();
        yield return new($"headers/missing:{name}", $"everything but {name}", good.Without(name));
        good = forge.Sign().ToWire();
        yield return new($"headers/empty:{name}", $"{name} without a value", good.With(name, ""));
        good = forge.Sign().ToWire();
        yield return new($"headers/twice:{name}", $"{name} twice, with one value", good.Adding(name, good.Value(name)));
        good = forge.Sign().ToWire();
        string other = Other(forge, name);
        yield return new($"headers/twice-good-first:{name}", $"{name} twice, with another value behind the good one", good.Adding(name, other));
        good = forge.Sign().ToWire();
        yield return new($"headers/twice-good-last:{name}", $"{name} twice, with another value before the good one", good.With(name, other).Adding(name, good.Value(name)));
        good = forge.Sign().ToWire();
        yield return new($"headers/overlong:{name}", $"{name} with {Overlong} characters more", good.With(name, good.Value(name) + new string('A', Overlong))) { MayBeCutOff = true, IsCompared = false };
        good = forge.Sign().ToWire();
        yield return new($"headers/blank:{name}", $"a blank within {name}", good.With(name, Inserted(good.Value(name), ' ')));
        good = forge.Sign().ToWire();
        yield return new($"headers/tab:{name}", $"a tab within {name}", good.With(name, Inserted(good.Value(name), '\t'))) { MayBeCutOff = true, IsCompared = false };
        good = forge.Sign().ToWire();
        yield return new($"headers/not-ascii:{name}", $"a byte behind {name} that isn't ASCII", good.With(name, good.Value(name) + "\u00E9")) { NeedsSocketBecause = "no HttpClient sends it", MayBeCutOff = true, IsCompared = false };
    }

    /// <summary>A value that occurs in two headers and is another one in each of them.</summary>
    private static IEnumerable<Attack> Disagreeing(Forge forge)
    {
        foreach (string placeholder in new[] { "timestamp", "id", "nonce", "keyid" })
        {
            SchemeCarrier[] carriers = [.. forge.Scheme.Headers.Where(header => Template.Placeholders(header).Contains(placeholder))];
            foreach (SchemeCarrier header in carriers.Length > 1 ? carriers : [])
            {
                string other = placeholder == "timestamp" ? forge.Text(forge.Now.AddSeconds(-1)) : Forge.Random();
                yield return new($"headers/disagree:{header.Name}:{placeholder}", $"another {placeholder} in {header.Name} than in the other header", forge.Sign().WithIn(header, placeholder, other));
            }
        }
    }

    /// <summary>Headers that the message itself contains.</summary>
    private static IEnumerable<Attack> Signed(Forge forge)
    {
        foreach ((string text, _) in Template.Pieces(forge.Scheme.Message).Where(piece => piece.IsPlaceholder && piece.Text.StartsWith("header:", StringComparison.Ordinal)))
        {
            string name = text["header:".Length..];
            WireRequest good = forge.Sign().ToWire();
            if (good.Headers.Any(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)))
            {
                yield return new($"headers/signed-changed:{name}", $"another value of {name}, which is signed", good.With(name, good.Value(name) + "x"));
                yield return new($"headers/signed-missing:{name}", $"{name} taken out, which is signed", forge.Sign().ToWire().Without(name));
            }
        }
    }

    private static string Other(Forge forge, string name) => forge.Sign(time: forge.Now.AddSeconds(-2)).ToWire().Value(name);

    private static string Inserted(string value, char c) => value.Insert(value.Length / 2, c.ToString());
}
