using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HmacKit.Benchmarks;

/// <summary>RFC 9421 with hmac-sha256 and a digest of the body: what the signer covers by default.</summary>
internal sealed class MessageSignatureCase() : VendorCase(SchemeCatalog.HttpMessageSignatures, Secret, new RawRequest(
    "POST", "/v1/orders?limit=50", [new("Host", "api.example.com"), new("Content-Type", "application/json")], SampleRequest.Unsigned("body", 1024).Body, new PublicOrigin(new Uri("https://api.example.com"))))
{
    private const string Secret = "3b1e0c5a97d24f6c8a40b2d719e6f35d";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(Secret));

    [SkipLocalsInit]
    public override bool VerifyByHand(RawRequest request)
    {
        ReadOnlySpan<char> input = Header(request, "Signature-Input");
        ReadOnlySpan<char> signature = Header(request, "Signature");
        int label = input.IndexOf('=');
        int end = input.IndexOf(')');
        int created = input.IndexOf(";created=");
        if (label < 0 || end < label + 2 || created < 0 || !signature.StartsWith(input[..(label + 1)]) || !IsDigest(Header(request, "Content-Digest"), request))
        {
            return false;
        }

        ReadOnlySpan<char> time = input[(created + 9)..];
        time = time[..(time.IndexOf(';') is int next and >= 0 ? next : time.Length)];
        signature = signature[(label + 1)..];
        if (!IsFresh(time) || signature is not [':', .., ':'])
        {
            return false;
        }

        ReadOnlySpan<char> parameters = input[(label + 1)..];
        ReadOnlySpan<char> names = input[(label + 2)..end];
        Span<byte> text = stackalloc byte[2048];
        int length = 0;
        foreach (Range range in names.Split(' '))
        {
            ReadOnlySpan<char> quoted = names[range];
            ReadOnlySpan<char> name = quoted.Trim('"');
            length += Append(quoted, text[length..]);
            text[length++] = (byte)':';
            text[length++] = (byte)' ';
            length += AppendComponent(request, name, text[length..]);
            text[length++] = (byte)'\n';
        }

        length += Append("\"@signature-params\": ", text[length..]);
        length += Append(parameters, text[length..]);
        Span<byte> tag = stackalloc byte[32];
        Compute(_hash, text[..length], tag);
        return IsBase64(tag, signature[1..^1]);
    }

    private static int AppendComponent(RawRequest request, ReadOnlySpan<char> name, Span<byte> destination)
    {
        string target = request.Target;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        switch (name)
        {
            case "@method":
                return Append(request.Method, destination);
            case "@authority":
                return Append("api.example.com", destination);
            case "@target-uri":
                int length = Append("https://api.example.com", destination);
                return length + Append(target, destination[length..]);
            case "@path":
                return Append(target.AsSpan(0, query < 0 ? target.Length : query), destination);
            case "@query":
                return Append(query < 0 ? "?" : target.AsSpan(query), destination);
            case "@request-target":
                return Append(target, destination);
            case "@scheme":
                return Append("https", destination);
            case "content-digest":
                return Append(Header(request, "Content-Digest"), destination);
            case "content-type":
                return Append(Header(request, "Content-Type"), destination);
            default:
                return Append(Header(request, name.ToString()), destination);
        }
    }

    private static bool IsDigest(ReadOnlySpan<char> header, RawRequest request)
    {
        const string Prefix = "sha-256=:";
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(request.Body.Span, digest);
        return header.StartsWith(Prefix) && header.EndsWith(":") && IsBase64(digest, header[Prefix.Length..^1]);
    }
}
