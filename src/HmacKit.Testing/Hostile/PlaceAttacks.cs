namespace HmacKit.Testing;

/// <summary>Places that aren't there, are there twice or say something else, for schemes that carry more than plain headers.</summary>
internal static class PlaceAttacks
{
    // The engine looks at 4,096 characters of a text.
    private const int Overlong = 5000;

    private static readonly (string Name, string Sent, Func<string, string, string[]> Texts)[] Changes =
    [
        ("missing", "everything but {0}", static (_, _) => []),
        ("empty", "{0} without a text", static (_, _) => [""]),
        ("twice", "{0} twice, with one text", static (text, _) => [text, text]),
        ("twice-good-first", "{0} twice, with another text behind the good one", static (text, other) => [text, other]),
        ("twice-good-last", "{0} twice, with another text before the good one", static (text, other) => [other, text]),
        ("other", "{0} of another request", static (_, other) => [other]),
        ("first-changed", "the first character of {0} changed", static (text, _) => [Flipped(text, 0)]),
        ("middle-changed", "a character in the middle of {0} changed", static (text, _) => [Flipped(text, text.Length / 2)]),
        ("last-changed", "a character at the end of {0} changed", static (text, _) => [Flipped(text, Math.Max(0, text.Length - 3))]),
        ("half", "half of {0}", static (text, _) => [text[..(text.Length / 2)]]),
        ("longer", "{0} with a character more", static (text, _) => [text + "0"]),
        ("blank", "a blank within {0}", static (text, _) => [text.Insert(text.Length / 2, " ")]),
        ("overlong", $"{{0}} with {Overlong} characters more", static (text, _) => [text + new string('A', Overlong)]),
    ];

    public static IEnumerable<Attack> Of(Forge forge)
    {
        SignedRequest first = forge.Sign();
        Place[] places = [.. first.Places];
        WireRequest bare = places.Where(static place => place.Kind is not CarrierKind.PathSegment).Aggregate(first.ToWire(), static (wire, place) => place.With(wire));
        yield return new("headers/none", "nothing of the scheme at all", bare);
        Place? signature = Array.Find(places, static place => place.HasSignature) ?? places.FirstOrDefault();
        foreach (Place place in places)
        {
            foreach ((string name, string sent, Func<string, string, string[]> texts) in Changes)
            {
                WireRequest good = forge.Sign().ToWire();
                string other = forge.TrySign(body: forge.OtherBody) is { } signed ? place.Read(signed.ToWire()) ?? "" : "";
                if (place.Read(good) is { } text && texts(text, other) is var changed && (place.Kind is not (CarrierKind.Json or CarrierKind.PathSegment) || changed.Length < 2))
                {
                    bool isLarge = name == "overlong";
                    yield return new(Named(name, place, isFirst: ReferenceEquals(place, signature)), string.Format(System.Globalization.CultureInfo.InvariantCulture, sent, place), place.With(good, changed))
                    {
                        MayBeCutOff = isLarge,
                        IsCompared = !isLarge && place.Kind != CarrierKind.PathSegment,
                    };
                }
            }
        }
    }

    /// <summary>The answers to two wrong signatures are compared, whatever carries them.</summary>
    private static string Named(string name, Place place, bool isFirst) => (name, isFirst) switch
    {
        ("first-changed", true) => SignatureAttacks.FlippedFirst,
        ("last-changed", true) => SignatureAttacks.FlippedLast,
        _ => $"places/{name}:{place}",
    };

    public static string Flipped(string text, int at) => text[..at] + (text[at] == '1' ? '2' : '1') + text[(at + 1)..];
}
