using Microsoft.EntityFrameworkCore;

namespace Providers.OAuth;

/// <summary>Applications, authorizations, scopes and tokens, as OpenIddict keeps them.</summary>
internal sealed class OAuthDatabase(DbContextOptions<OAuthDatabase> options) : DbContext(options);
