namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alibaba Cloud RPC API, a POST with its parameters in a form.</summary>
    public static SignatureScheme AlibabaRpcForm => field ??= AlibabaRpcWith("alibaba-rpc-v1-form", static definition => definition.Form, "alibaba-rpc-v1");
}
