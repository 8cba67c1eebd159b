namespace HmacKit.Cli.Tests.Sending;

public class SampleEventTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static TheoryData<string> Schemes => new(SchemeCatalog.All.Where(scheme => scheme.AnswersTo is null && scheme.PublicKey is null).Select(scheme => scheme.Name));

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_event_is_valid_or_wrong_as_was_asked_for_or_is_not_sent_at_all(string name)
    {
        KnownScheme known = KnownScheme.Get(name);
        Dictionary<string, string> values = known.Scheme.MissingValues.ToDictionary(value => value, _ => "746578742e74657874");
        known = known.With(values);
        SignatureScheme scheme = known.Scheme;
        using HmacKey key = HmacKey.Import(scheme.Algorithm, KeyFormat.Text, "a secret that is long enough for everybody");
        Assert.True(await TryAsync(known, key, WrongPart.None) is null or VerificationStatus.Valid);
        foreach (WrongPart wrong in (WrongPart[])[WrongPart.Body, WrongPart.Time, WrongPart.Key])
        {
            Assert.NotEqual(VerificationStatus.Valid, await TryAsync(known, key, wrong) ?? VerificationStatus.NotVerified);
        }
    }

    /// <summary>What can't be made up is refused in words, and is the small part: answers, and what a vendor's own code wants to find in a request.</summary>
    [Fact]
    public async Task Nearly_all_schemes_have_an_event()
    {
        List<string> without = [];
        foreach (SignatureScheme scheme in SchemeCatalog.All)
        {
            KnownScheme known = KnownScheme.Get(scheme.Name).With(scheme.MissingValues.ToDictionary(value => value, _ => "746578742e74657874"));
            using HmacKey key = HmacKey.Import(scheme.Algorithm, KeyFormat.Text, "a secret that is long enough for everybody");
            if (await TryAsync(known, key, WrongPart.None) is null)
            {
                without.Add(scheme.Name);
            }
        }

        Assert.True(without.Count <= 34, $"{without.Count} of {SchemeCatalog.All.Count} have none: {string.Join(", ", without)}");
    }

    private static async Task<VerificationStatus?> TryAsync(KnownScheme known, HmacKey key, WrongPart wrong)
    {
        try
        {
            RawRequest request = new SampleEvent(known.Scheme, wrong, method: null).Sign(key, "key_1", RequestUrl.Parse("http://127.0.0.1:4319/hooks"), [], body: null, known.ToValues(null, null, null), Now);
            return await new OfflineVerifier(known.Scheme, key, keyId: null, Now, 1 << 20).VerifyAsync(request);
        }
        catch (CommandException)
        {
            return null;
        }
    }
}
