using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.Messages;

/// <summary>
/// Where a scheme doesn't say that its layout is ambiguous, different requests never give one message. The values are
/// made of very few pieces, delimiters among them, so that accidents would be frequent.
/// </summary>
public class DifferentRequestsTests
{
    // What a body of one of these pieces gives as its digest occurs in other values too.
    private static readonly string DigestOfNothing = Convert.ToHexStringLower(SHA256.HashData([]));
    private static readonly string DigestOfA = Convert.ToHexStringLower(SHA256.HashData("a"u8));

    private static readonly string[] Pieces = ["a", "1", ".", ":", "|", "\n", " ", "?", "&", "="];

    [Theory]
    [MemberData(nameof(Unambiguous))]
    public void Different_requests_never_give_one_message(string name)
    {
        SignatureScheme scheme = SchemeCase.Of(name).Scheme;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        int collisions = 0;
        Seeded.Holds(Requests(Pieces, 3), request => collisions += IsCollision(scheme, request, seen) ? 1 : 0, tests: 2000);
        Assert.Equal(0, collisions);
        Assert.True(seen.Count > 50, $"only {seen.Count} messages came about");
    }

    [Theory]
    [InlineData("{id}{body:sha256:hex}")]
    [InlineData("{body:sha256:hex}{id}")]
    [InlineData("{nonce}.{id}{body:sha256:hex}")]
    [InlineData("{id}{body:sha256:hex}.{nonce}")]
    [InlineData("{id}{body:sha256:hex}{body:sha256:hex}.{nonce}")]
    [InlineData("{body:sha256:hex}{id}.{nonce}")]
    [InlineData("{body:sha256:hex}{id}.{body}.{nonce}")]
    public void Nor_do_values_that_contain_the_digest_of_another_body(string message)
    {
        SignatureScheme scheme = MessageOf.Scheme(message);
        Assert.Null(scheme.AmbiguousBecause);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        int collisions = 0;
        Seeded.Holds(Requests(["a", ".", DigestOfNothing, DigestOfA], 4), request => collisions += IsCollision(scheme, request, seen) ? 1 : 0, tests: 2000);
        Assert.Equal(0, collisions);
        Assert.True(seen.Count > 50, $"only {seen.Count} messages came about");
    }

    /// <summary>The counter-check: this test would notice.</summary>
    [Theory]
    [InlineData("{id}{nonce}")]
    [InlineData("{id}{body}")]
    [InlineData("{id}{body:sha256:hex}{nonce}")]
    public void Layouts_that_say_they_are_ambiguous_are(string message)
    {
        SignatureScheme scheme = MessageOf.Scheme(message, ambiguousBecause: "the test wants it so");
        Assert.NotNull(scheme.AmbiguousBecause);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        int collisions = 0;
        Seeded.Holds(Requests(["a", ".", DigestOfNothing, DigestOfA], 5), request => collisions += IsCollision(scheme, request, seen) ? 1 : 0, tests: 4000);
        Assert.True(collisions > 0, "no two requests gave one message");
    }

    public static TheoryData<string> Unambiguous() => SchemeCase.NamesOf(scheme => scheme.AmbiguousBecause is null);

    private static Gen<(RawRequest Request, SigningValues Values)> Requests(string[] pieces, int maxPieces) =>
        from method in Gen.Elements("GET", "POST")
        from target in Any.Joined(maxPieces, pieces)
        from host in Any.Joined(maxPieces, pieces)
        from id in Any.Joined(maxPieces, pieces)
        from nonce in Any.Joined(maxPieces, pieces)
        from time in Gen.Elements("1", "11", "111")
        from body in Any.Joined(maxPieces, pieces)
        select (
            new RawRequest(method, target, [new("Host", host)], System.Text.Encoding.ASCII.GetBytes(body)),
            new SigningValues { TimestampText = time, Id = id, Nonce = nonce });

    private static bool IsCollision(SignatureScheme scheme, (RawRequest Request, SigningValues Values) item, Dictionary<string, string> seen)
    {
        SigningValues values = item.Values with { TimestampText = TimeOf(scheme, item.Values.TimestampText!) };
        if (MessageOf.Bytes(scheme, item.Request, values) is not { } message)
        {
            return false;
        }

        string fields = Fields(scheme, item.Request, values);
        string key = Convert.ToHexString(message);
        if (seen.TryAdd(key, fields))
        {
            return false;
        }

        return seen[key] != fields;
    }

    /// <summary>A time that needs no delimiter is known by its length, so it has to be one of its format.</summary>
    private static string TimeOf(SignatureScheme scheme, string seconds)
    {
        Span<byte> text = stackalloc byte[TimestampText.MaxLength];
        return TimestampText.IsFixedLength(scheme.TimestampFormat)
            ? System.Text.Encoding.ASCII.GetString(text[..TimestampText.Format(scheme.TimestampFormat, long.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) * 1000, text)])
            : seconds;
    }

    private static string Fields(SignatureScheme scheme, RawRequest request, SigningValues values)
    {
        string path = request.Target.Split('?')[0];
        string query = request.Target.Length > path.Length ? request.Target[(path.Length + 1)..] : "";
        var fields = new List<string>();
        void Add(SignedParts part, string value)
        {
            if (scheme.Covers.HasFlag(part))
            {
                fields.Add(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(value)));
            }
        }

        Add(SignedParts.Method, request.Method);
        Add(SignedParts.Path, path);
        Add(SignedParts.Query, scheme.Message.Contains("sorted-json", StringComparison.Ordinal) ? NaiveMessage.SortedJson(query) : query);
        Add(SignedParts.Headers, request.Header("Host"));
        Add(SignedParts.Time, values.TimestampText!);
        Add(SignedParts.Id, values.Id!);
        Add(SignedParts.Nonce, values.Nonce!);
        Add(SignedParts.Body, System.Text.Encoding.UTF8.GetString(request.Body.Span));
        return string.Join('/', fields);
    }
}
