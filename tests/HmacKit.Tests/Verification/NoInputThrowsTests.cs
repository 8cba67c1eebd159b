using System.Text;

namespace HmacKit.Tests.Verification;

/// <summary>Whatever comes gives a status, and Valid only if nothing that is covered was changed.</summary>
public class NoInputThrowsTests
{
    private const int Requests = 200_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Mutated_requests_are_refused_and_nothing_is_thrown(int seed)
    {
        var mutated = new MutatedRequests(seed);
        int[] statuses = new int[Enum.GetValues<VerificationStatus>().Length];
        int perScheme = (Requests / 2 / SchemeCase.All.Count) + 1;
        foreach (SchemeCase item in SchemeCase.All)
        {
            RawRequest genuine = item.Sign(target: "/p/a%2Fb?b=2&a=%C3%A9+1");
            byte[] message = item.ExpectedMessage(genuine);
            RequestVerifier verifier = item.Verifier(maxBodyBytes: 30_000);
            for (int i = 0; i < perScheme; i++)
            {
                RawRequest request = mutated.Change(genuine);
                VerificationResult result = i % 4 == 0
                    ? await verifier.VerifyAsync(request)
                    : item.Scheme.Verify(request, item.Ring, SchemeCase.Now);
                statuses[(int)result.Status]++;
                if (result.IsValid)
                {
                    AssertIsGenuine(item, request, result, message);
                }
            }
        }

        Assert.Equal(0, statuses[(int)VerificationStatus.NotVerified]);
        Assert.All(
            new[]
            {
                VerificationStatus.Valid, VerificationStatus.MissingHeader, VerificationStatus.MalformedHeader, VerificationStatus.TimestampTooOld,
                VerificationStatus.TimestampInFuture, VerificationStatus.UnknownKey, VerificationStatus.BodyTooLarge, VerificationStatus.SignatureMismatch,
            },
            status => Assert.True(statuses[(int)status] > 100, $"{status} came about {statuses[(int)status]} times"));
    }

    /// <summary>The message is the same, and what the result says of it, too; only what isn't covered may differ.</summary>
    private static void AssertIsGenuine(SchemeCase item, RawRequest request, VerificationResult result, byte[] message)
    {
        string expected = Encoding.Latin1.GetString(message);
        Assert.True(expected == Encoding.Latin1.GetString(item.ExpectedMessage(request)), $"{item} accepted {Describe(request)}");
        Assert.Equal(item.Scheme.Freshness is null ? null : SchemeCase.Now, result.SignedAt);
        Assert.Equal(item.Scheme.Covers.HasFlag(SignedParts.Id) ? SchemeCase.Values.Id : null, result.Id);
        Assert.Equal(item.Scheme.Covers.HasFlag(SignedParts.Nonce) ? SchemeCase.Values.Nonce : null, result.Nonce);
        Assert.Equal(item.Ring.Id, result.KeyId);
    }

    private static string Describe(RawRequest request) =>
        $"{request.Method} {request.Target} {string.Join(" | ", request.Headers.Select(header => header.Key + ": " + header.Value))} {Convert.ToBase64String(request.Body.Span)}";
}
