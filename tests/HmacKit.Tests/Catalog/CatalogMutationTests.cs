using System.Globalization;
using System.Text;
using HmacKit.Tests.Verification;
using Xunit.Abstractions;

namespace HmacKit.Tests.Catalog;

/// <summary>
/// Whatever becomes of a request that a vendor signed, in every scheme of the catalogue that has one: it is a status, in both forms of verifying the same, and valid only if the message is the same.
/// A bounded part here; <c>build/mutated-requests.sh</c> goes on with other seeds for as long as is asked.
/// </summary>
public class CatalogMutationTests(ITestOutputHelper output)
{
    private static readonly int Requests = Number("HMACKIT_MUTATED_REQUESTS", 30_000);
    private static readonly int Seed = Number("HMACKIT_MUTATED_SEED", 1);

    [Fact]
    public async Task Mutated_requests_of_every_scheme_are_refused_and_nothing_is_thrown()
    {
        (CatalogVector Vector, SignatureScheme Scheme)[] signed =
        [
            .. CatalogVector.All.Select(static vector => (vector, SchemeCatalog.Find(vector.SchemeName)))
                .Where(static item => item.Item2 is { AnswersTo: null })
                .Select(static item => (item.vector, item.vector.Bind(item.Item2!))),
        ];
        var mutated = new MutatedRequests(Seed);
        int[] statuses = new int[Enum.GetValues<VerificationStatus>().Length];
        int perVector = (Requests / signed.Length) + 1;
        foreach ((CatalogVector vector, SignatureScheme scheme) in signed)
        {
            KeyRing ring = vector.Ring(scheme);
            var verifier = new RequestVerifier(
                scheme, new MemoryKeySource(ring), new VerifierOptions { TimeProvider = new ManualTimeProvider(vector.Now), AcceptReplaysBecauseTheHandlerIsIdempotent = true });
            string message = Messages(scheme, vector, vector.Request).First();
            for (int i = 0; i < perVector; i++)
            {
                RawRequest request = mutated.Change(vector.Request);
                VerificationResult result = scheme.Verify(request, ring, vector.Now);
                statuses[(int)result.Status]++;
                if (result.IsValid)
                {
                    Assert.True(Messages(scheme, vector, request).Contains(message), $"{vector} accepted {Describe(request)}");
                }

                if (i % 16 == 0)
                {
                    VerificationStatus other = (await verifier.VerifySignatureAsync(request)).Status;
                    Assert.True(other == result.Status, $"{vector}: {result.Status}, and {other} by a verifier: {Describe(request)}");
                }
            }
        }

        output.WriteLine($"{statuses.Sum()} mutated requests of {signed.Select(static item => item.Vector.SchemeName).Distinct().Count()} schemes, seed {Seed}: {string.Join(", ",
            Enum.GetValues<VerificationStatus>().Where(status => statuses[(int)status] > 0).Select(status => $"{status} {statuses[(int)status]}"))}");
        Assert.Equal(0, statuses[(int)VerificationStatus.NotVerified]);
        Assert.All(
            new[] { VerificationStatus.Valid, VerificationStatus.MissingHeader, VerificationStatus.MalformedHeader, VerificationStatus.SignatureMismatch },
            status => Assert.True(statuses[(int)status] > 100, $"{status} came about {statuses[(int)status]} times"));
    }

    /// <summary>The message of the request, or one for each of its signatures where a scheme takes several: any may be the one that was valid.</summary>
    private static IEnumerable<string> Messages(SignatureScheme scheme, CatalogVector vector, RawRequest request)
    {
        for (int signature = 0; signature < (scheme.Code is null ? 1 : SchemeCode.MaxSignatures); signature++)
        {
            string? message = null;
            try
            {
                ClaimReader.Read(scheme, scheme.Freshness, request, request.Body.Span, vector.Now.ToUnixTimeMilliseconds(), out RequestClaim claim, signature);
                message = scheme.IsToken ? "" : Encoding.Latin1.GetString(RequestSigner.GetMessage(scheme, request, request.Body.Span, claim));
            }
            catch (ArgumentException)
            {
                // Nothing can have signed that one.
            }

            if (message is not null)
            {
                yield return message;
            }
        }
    }

    private static string Describe(RawRequest request) =>
        $"{request.Method} {request.Target} {string.Join(" | ", request.Headers.Select(header => header.Key + ": " + header.Value))} {Convert.ToBase64String(request.Body.Span)}";

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
