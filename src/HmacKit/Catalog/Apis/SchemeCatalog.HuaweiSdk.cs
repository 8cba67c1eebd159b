using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Huawei Cloud API, SDK-HMAC-SHA256: a canonical request with the headers that the request lists, under the secret itself.</summary>
    /// <remarks>
    /// <para>The path is signed with a slash at its end whether or not the request has one: <c>/a</c> and <c>/a/</c> verify alike.</para>
    /// <para>The path is decoded and each segment encoded again, as Huawei's Python library does; its JavaScript library encodes the escapes of a path once more, and such a request isn't taken.</para>
    /// </remarks>
    public static SignatureScheme HuaweiSdk => field ??= SignatureScheme.Compile(new()
    {
        Name = "huawei-sdk",
        Message = "SDK-HMAC-SHA256\n{timestamp}\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:decoded:encoded}/\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{body:sha256:hex}" },
        Headers =
        {
            ["X-Sdk-Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("SDK-HMAC-SHA256 Access={keyid}, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        SignedHeaderSet = new() { AtLeast = ["host", "x-sdk-date"], WherePresent = ["content-type", "x-project-id"], EndsWithJoiner = true },
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        AmbiguousBecause = "the vendor signs a path with and without a slash at its end alike.",
        Code = new SlashAtTheEnd(),
        Documentation = new("https://support.huaweicloud.com/intl/en-us/api-apig/apig-api-180713005.html"),
    });

    private sealed class SlashAtTheEnd : SchemeCode
    {
        private const int MaxNames = 64;

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            RequestSource request = input.Request;
            int mark = request.Target.IndexOf('?', StringComparison.Ordinal);
            string path = mark < 0 ? request.Target : request.Target[..mark];
            if (!path.EndsWith('/'))
            {
                return base.TryWriteMessage(input, ref writer);
            }

            string[] names = input.SignedHeaders.ToString().Split(';');
            if (names.Length > MaxNames || !names.Contains("host") || !names.Contains("x-sdk-date")
                || AwsCanonical.Path(request.Target, isNormalized: false, isS3: true) is not { } canonicalPath
                || AwsCanonical.Query(request.Target, "") is not { } query)
            {
                return false;
            }

            var canonical = new StringBuilder($"{request.Method}\n{canonicalPath}\n{query}\n");
            for (int i = 0; i < names.Length; i++)
            {
                bool isInOrder = i == 0 || string.CompareOrdinal(names[i - 1], names[i]) < 0;
                if (!isInOrder || names[i].AsSpan().ContainsAnyInRange('A', 'Z') || request.GetHeader(names[i]).Value is not { } value)
                {
                    return false;
                }

                canonical.Append(names[i]).Append(':').Append(value.Trim(' ', '\t')).Append('\n');
            }

            canonical.Append('\n').Append(input.SignedHeaders).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(input.Body)));
            return writer.TryWriteAscii($"SDK-HMAC-SHA256\n{input.Timestamp}\n")
                && writer.TryWriteAscii(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString()))));
        }
    }
}
