namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mercado Pago webhooks.</summary>
    public static SignatureScheme MercadoPago => field ??= SignatureScheme.Compile(new()
    {
        Name = "mercadopago",
        Message = "[id:{query:data.id:lower};][request-id:{header:x-request-id};]ts:{timestamp};",
        Headers = { ["x-signature"] = HeaderFormat.Fields("ts={timestamp},v1={signature:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "The vendor leaves out what isn't there, with its label.",
        Documentation = new("https://www.mercadopago.com/developers/en/docs/your-integrations/notifications/webhooks"),
    });
}
