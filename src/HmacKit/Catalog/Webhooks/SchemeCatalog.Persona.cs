namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Persona webhooks.</summary>
    public static SignatureScheme Persona => field ??= SignatureScheme.Compile(new()
    {
        Name = "persona",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Persona-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://docs.withpersona.com/webhooks-best-practices"),
    });
}
