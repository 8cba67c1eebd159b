using HmacKit.Testing;

namespace HmacKit.Tests.Catalog;

/// <summary>Hostile requests of every scheme, made from what a vendor signed, at a verifier of the engine.</summary>
public class HostileRequestTests
{
    /// <summary>All but schemes of answers, and those whose signature a browser presents to a server elsewhere.</summary>
    public static TheoryData<string> Schemes => new(CatalogVector.All.Where(vector => !vector.Configured.ContainsKey("presented") && SchemeCatalog.Find(vector.SchemeName) is { AnswersTo: null })
        .Select(vector => vector.SchemeName).Distinct());

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_verifier_of_the_engine_stands_up_to_them_whatever_carries_the_signature(string name)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        RawRequest request = CatalogTwins.Unsigned(scheme, vector.Request);
        ClaimReader.Read(scheme, scheme.Freshness, vector.Request, vector.Request.Body.Span, vector.Now.ToUnixTimeMilliseconds(), out RequestClaim claim);
        SigningValues values = CatalogTwins.ValuesOf(scheme, claim);

        // The memory of used values counts from 2020 on.
        DateTimeOffset now = scheme.Replay == ReplayRule.None || vector.Now.Year >= 2020 ? vector.Now : ManualTimeProvider.DefaultStart;
        var options = new HostileOptions
        {
            Method = new HttpMethod(request.Method),
            Body = request.Body,
            Origin = request.Origin,
            TimeProvider = new ManualTimeProvider(now),

            // What a vendor signed years ago is signed anew, and lives as long.
            Values = values with { Expires = values.Expires + (now - vector.Now) },
        };
        options.Headers.Clear();
        foreach (KeyValuePair<string, string> header in request.Headers)
        {
            options.Headers.Add(header);
        }

        KeyRing keys = vector.Ring(scheme);
        var verifier = new RequestVerifier(scheme, new MemoryKeySource(keys), new() { ReplayStore = new MemoryReplayStore(new() { TimeProvider = options.TimeProvider }), TimeProvider = options.TimeProvider });
        HostileReport report = await HostileRequests.AimAsync(
            async (hostile, cancellation) => (await verifier.VerifyAsync(hostile, cancellation)).IsValid, request.Target, scheme, keys, options);
        report.ThrowIfAnyPassed();
        Assert.InRange(report.Outcomes.Count, 10, 400);
        Assert.Contains(report.Outcomes, outcome => outcome.Name == "control/at-the-end");
        Assert.Contains(report.Outcomes, outcome => outcome.Name == "key/wrong-secret");
        Assert.All(
            scheme.Carriers.Where(carrier => carrier.HasSignature && !carrier.Format.IsOptional && !scheme.HasCode),
            carrier => Assert.Contains(report.Outcomes, outcome => outcome.Name.EndsWith($":{(carrier.Kind == CarrierKind.Header ? "" : $"{carrier.Kind}[")}{carrier.Name}{(carrier.Kind == CarrierKind.Header ? "" : "]")}", StringComparison.Ordinal)));
    }
}
