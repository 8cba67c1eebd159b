namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Rapyd API: method, target, salt, time, access key, secret key and body.</summary>
    /// <remarks>
    /// <para>The secret key is the key and stands in the message too: give it as the key and as <c>scheme.With("secret-key", …)</c>.</para>
    /// <para>The signature is the base64 of the MAC's hex text.</para>
    /// </remarks>
    public static SignatureScheme Rapyd => field ??= RapydWith("rapyd", "{method:lower}{target}", "request-signatures");

    private static SignatureScheme RapydWith(string name, string target, string page, EventField? identity = null, EventField? type = null) => SignatureScheme.Compile(new()
    {
        Name = name,
        Message = $"{target}{{salt}}{{timestamp}}{{keyid}}{{secret-key}}{{body}}",
        Headers =
        {
            ["access_key"] = HeaderFormat.Text("{keyid}"),
            ["salt"] = HeaderFormat.Text("{salt}"),
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["signature"] = HeaderFormat.Text("{signature:hex}").InBase64(),
        },
        Values =
        {
            ["salt"] = SchemeValue.Carried(),
            ["secret-key"] = SchemeValue.Secret(),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(60)),
        EventIdentity = identity,
        EventType = type,
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new($"https://docs.rapyd.net/en/{page}.html"),
    });
}
