namespace HmacKit.WebBenchmarks;

/// <summary>What is compared with what: the first class is what the others are held against.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Classes">The classes, each with the request that it sends, made anew now and then since a signature has a time.</param>
/// <param name="MustBeFound">True for a leak made on purpose; the measurement is worth nothing if it isn't seen.</param>
internal sealed record TimingGroup(string Title, IReadOnlyList<(string Name, Func<DateTimeOffset, RawRequest> Make)> Classes, bool MustBeFound = false)
{
    /// <summary>Refused requests, by what is wrong with them. A class that is there twice is a control: it must not differ from itself.</summary>
    public static IReadOnlyList<TimingGroup> Refusals(TimingRoom room) =>
    [
        new("the state of a key",
        [
            ("unknown", now => room.Signed("key-wrong", 0, now)),
            ("unknown again (control)", now => room.Signed("key-wrong", 0, now)),
            ("known", now => room.Signed("key-known", 0, now)),
            ("rotating, two secrets", now => room.Signed("key-turns", 0, now)),
            ("disabled", now => room.Signed("key-is-off", 0, now)),
        ]),
        new("the first wrong byte of 32",
        [
            ("0", now => room.Signed("key-other", 0, now)),
            ("0 again (control)", now => room.Signed("key-other", 0, now)),
            ("15", now => room.Signed("key-other", 15, now)),
            ("31", now => room.Signed("key-other", 31, now)),
        ]),
        new("an API key",
        [
            ("unknown", _ => room.WithApiKey(isKnown: false)),
            ("unknown again (control)", _ => room.WithApiKey(isKnown: false)),
            ("known, another secret", _ => room.WithApiKey(isKnown: true)),
        ]),
    ];
}
