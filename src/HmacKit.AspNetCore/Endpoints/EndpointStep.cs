using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>One check before an endpoint's handler.</summary>
internal abstract class EndpointStep
{
    /// <summary>Steps of a lower stage run first.</summary>
    public abstract EndpointStage Stage { get; }

    /// <summary>Lets the request through, or answers for it.</summary>
    public abstract ValueTask<bool> TryPassAsync(HttpContext context);
}

/// <summary>The order of the checks before a handler.</summary>
internal enum EndpointStage
{
    /// <summary>Who is calling.</summary>
    Identity,

    /// <summary>Whether the caller, now known, has budget left.</summary>
    Limit,
}
