namespace PartnerClient.Guide;

internal sealed record OAuthToken(string AccessToken, string? RefreshToken, long ExpiresIn);
