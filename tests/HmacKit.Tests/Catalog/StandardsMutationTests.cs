using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>Whatever becomes of a request of one of the four standards, it is a status; and valid only if the message is the same.</summary>
public class StandardsMutationTests
{
    private const int PerVector = 1_500;

    private static readonly string[] Names =
    [
        "aws-sigv4", "aws-sigv4-presigned", "aws-s3", "aws-s3-presigned", "hawk", "hawk-bewit", "oauth1", "oauth1-sha256", "oauth1-tokens", "rfc9421", "http-message-signatures",
    ];

    private static readonly string[] Pieces =
    [
        "\"", ",", ";", "=", "(", ")", ":", "%", "%2", "%zz", "&", "?", "/", "//", "../", "\\", " ", "\t", "\0", "\u00e9", "\ud800", "?0", "@method", ";sf", ";bs", ";req", "oauth_nonce=1",
        "X-Amz-Signature=0", "none", "AWS4-HMAC-SHA256", "0", "9999999999999999999", "-1", new string('a', 5_000), new string('(', 300),
    ];

    public static TheoryData<string> Schemes => new(Names);

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Mutated_requests_are_refused_and_nothing_is_thrown(string name)
    {
        var random = new Random(20_261_127);
        int[] statuses = new int[Enum.GetValues<VerificationStatus>().Length];
        foreach (CatalogVector vector in CatalogVector.All.Where(vector => vector.SchemeName == name).Take(8))
        {
            SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
            KeyRing ring = vector.Ring(scheme);
            string message = Message(scheme, vector, vector.Request);
            for (int i = 0; i < PerVector; i++)
            {
                RawRequest request = Change(vector.Request, random);
                VerificationResult result = scheme.Verify(request, ring, vector.Now);
                statuses[(int)result.Status]++;
                Assert.True(!result.IsValid || Message(scheme, vector, request) == message, $"{name} accepted {request.Method} {request.Target} {string.Join(" | ", request.Headers)}");
            }
        }

        Assert.Equal(0, statuses[(int)VerificationStatus.NotVerified]);
        Assert.True(statuses[(int)VerificationStatus.MalformedHeader] > 20, $"malformed: {statuses[(int)VerificationStatus.MalformedHeader]}");
        Assert.True(statuses[(int)VerificationStatus.SignatureMismatch] > 20, $"mismatch: {statuses[(int)VerificationStatus.SignatureMismatch]}");
    }

    private static string Message(SignatureScheme scheme, CatalogVector vector, RawRequest request)
    {
        ClaimReader.Read(scheme, scheme.Freshness, request, request.Body.Span, vector.Now.ToUnixTimeMilliseconds(), out RequestClaim claim);
        return Encoding.Latin1.GetString(RequestSigner.GetMessage(scheme, request, request.Body.Span, claim));
    }

    private static RawRequest Change(RawRequest request, Random random)
    {
        string target = request.Target;
        byte[] body = request.Body.ToArray();
        List<KeyValuePair<string, string>> headers = [.. request.Headers];
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            int which = random.Next(10);
            if (which < 3)
            {
                target = Text(target, random);
            }
            else if (which < 8 && headers.Count > 0)
            {
                int at = random.Next(headers.Count);
                headers[at] = KeyValuePair.Create(headers[at].Key, Text(headers[at].Value, random));
            }
            else if (which == 8 && headers.Count > 0)
            {
                int at = random.Next(headers.Count);
                if (random.Next(2) == 0)
                {
                    headers.RemoveAt(at);
                }
                else
                {
                    headers.Add(headers[at]);
                }
            }
            else
            {
                body = [.. body, (byte)random.Next(256)];
            }
        }

        return new RawRequest(request.Method, target, headers, body, request.Origin);
    }

    /// <summary>One character changed, a stretch left out or doubled, or a piece put in.</summary>
    private static string Text(string text, Random random)
    {
        int at = random.Next(text.Length + 1);
        int length = random.Next(Math.Min(12, text.Length - at) + 1);
        return random.Next(4) switch
        {
            0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
            1 => text.Remove(at, length),
            2 => text.Insert(at, text.Substring(at, length)),
            _ when at < text.Length => string.Concat(text.AsSpan(0, at), ((char)random.Next(1, 0x180)).ToString(), text.AsSpan(at + 1)),
            _ => text,
        };
    }
}
