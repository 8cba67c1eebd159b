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

    /// <summary>The template has the slash, so that one of the request's own is left out.</summary>
    private sealed class SlashAtTheEnd : SchemeCode
    {
        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            string target = input.Request.Target;
            int mark = target.IndexOf('?', StringComparison.Ordinal);
            int end = (mark < 0 ? target.Length : mark) - 1;
            return end >= 0 && target[end] == '/'
                ? base.TryWriteMessage(input.WithTarget(target.Remove(end, 1)), ref writer)
                : base.TryWriteMessage(input, ref writer);
        }
    }
}
