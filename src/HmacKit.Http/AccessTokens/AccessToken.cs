namespace HmacKit.Http;

/// <summary>A token as it was fetched.</summary>
/// <param name="Header">The value of <c>Authorization</c>.</param>
/// <param name="Fetched">When it was here.</param>
/// <param name="RenewAt">From when on a new one is fetched, while this one still serves.</param>
/// <param name="Ends">From when on it isn't sent any more.</param>
internal sealed record AccessToken(string Header, DateTimeOffset Fetched, DateTimeOffset RenewAt, DateTimeOffset Ends)
{
    /// <summary>The times; never the token.</summary>
    public override string ToString() => $"AccessToken until {Ends:u}";
}
