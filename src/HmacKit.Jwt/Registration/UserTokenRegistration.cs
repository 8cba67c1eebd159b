using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Jwt;

/// <summary>The registered issuer and validator, and all that is wrong with their settings.</summary>
internal sealed class UserTokenRegistration
{
    public const string SectionName = "UserTokens";

    private readonly List<string> _faults = [];
    private readonly UserTokenIssuer? _issuer;
    private readonly UserTokenValidator? _validator;

    public UserTokenRegistration(
        IConfiguration? configuration, Func<IKeySource> getKeys, string ringId, Action<UserTokenOptions>? configure, IServiceProvider services)
    {
        var options = new UserTokenOptions();
        options.Issuing.TimeProvider = options.Validation.TimeProvider = services.GetRequiredService<TimeProvider>();
        options.Validation.RevokedTokens = services.GetService<RevokedTokens>();
        IConfigurationSection? section = configuration?.GetSection(SectionName);
        string path = section?.Path ?? SectionName;
        if (section is not null)
        {
            new UserTokenSettings(section, _faults).ReadInto(options);
        }

        configure?.Invoke(options);
        Require(options.Issuer, $"{path}:{nameof(options.Issuer)}", "who issues the tokens, such as https://api.example.com");
        Require(options.Audience, $"{path}:{nameof(options.Audience)}", "whom the tokens are for, such as https://app.example.com");
        if (_faults.Count > 0)
        {
            return;
        }

        try
        {
            // The keys are asked for with the first token: their own faults are found by their own check.
            var keys = new LateKeys(getKeys);
            _issuer = new UserTokenIssuer(keys, ringId, options.Issuer!, options.Audience!, options.Issuing);
            _validator = new UserTokenValidator(keys, ringId, options.Issuer!, options.Audience!, options.Validation);
        }
        catch (ArgumentException exception)
        {
            int parameter = exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
            _faults.Add($"{path}: {(parameter < 0 ? exception.Message : exception.Message[..parameter])}");
        }
    }

    public IReadOnlyList<string> Faults => _faults;

    public UserTokenIssuer Issuer => _issuer ?? throw NotUsable();

    public UserTokenValidator Validator => _validator ?? throw NotUsable();

    private void Require(string? value, string path, string what)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            _faults.Add($"{path}: set it: {what}.");
        }
    }

    private InvalidOperationException NotUsable() => new(string.Join(Environment.NewLine, _faults));

    private sealed class LateKeys(Func<IKeySource> getKeys) : IKeySource
    {
        private IKeySource? _keys;

        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) =>
            (_keys ??= getKeys()).FindAsync(keyId, cancellationToken);
    }
}
