namespace HmacKit;

/// <summary>The names that a scheme's templates may use for what a request says of itself.</summary>
internal sealed class ClaimNames
{
    private readonly List<string> _own = [];
    private readonly Dictionary<string, string?> _configured = new(StringComparer.Ordinal);

    public ClaimNames(SchemeDefinition definition, FaultList faults)
    {
        if (definition.Values.Count > 0)
        {
            AddAll(definition, faults);
        }
    }

    /// <summary>The carried values of the definition, in the order of their fields.</summary>
    public IReadOnlyList<string> Own => _own;

    /// <summary>The configured values that have no text yet.</summary>
    public IEnumerable<string> Unbound => _configured.Keys.Where(name => _configured[name] is null);

    /// <summary>The configured values, by name.</summary>
    public IReadOnlyDictionary<string, string?> Configured => _configured;

    /// <summary>Whether the day of the signing time is written with dashes.</summary>
    public bool DateHasDashes { get; private set; }

    /// <summary>The field of a name; false if the name stands for no carried value.</summary>
    public bool TryField(string name, out ClaimField field)
    {
        if (name is "date" or "date:dashed")
        {
            field = ClaimField.Date;
            DateHasDashes = name.Length > 4;
            return true;
        }

        return TryOwn(name, out field) || TryBuiltIn(name, out field);
    }

    /// <summary>The field of a carried value of the definition; false if it has none of this name.</summary>
    public bool TryOwn(string name, out ClaimField field)
    {
        int own = _own.IndexOf(name);
        field = ClaimField.Own + own;
        return own >= 0;
    }

    /// <summary>The text of a configured value; <paramref name="text"/> is null while it has none.</summary>
    public bool TryConfigured(string name, out string? text) => _configured.TryGetValue(name, out text);

    /// <summary>The name of a field in templates.</summary>
    public string NameOf(ClaimField field) => field switch
    {
        ClaimField.KeyId => "keyid",
        ClaimField.Timestamp => "timestamp",
        ClaimField.Id => "id",
        ClaimField.Nonce => "nonce",
        ClaimField.Date => "date",
        ClaimField.Expires => "expires",
        ClaimField.SignedHeaders => "signed-headers",
        ClaimField.Token => "token",
        ClaimField.Signature => "signature",
        _ => _own[field - ClaimField.Own],
    };

    private void AddAll(SchemeDefinition definition, FaultList faults)
    {
        foreach ((string name, SchemeValue value) in definition.Values)
        {
            string place = $"{nameof(SchemeDefinition.Values)}[\"{name}\"]";
            if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || TryBuiltIn(name, out _))
            {
                faults.Add(place, null, "a value's name has letters, digits and hyphens, and isn't one of the vocabulary's own.");
            }

            if (value is null)
            {
                faults.Add(place, null, "the value is null; take SchemeValue.Carried() or SchemeValue.Configured().");
            }
            else if (value.IsConfigured)
            {
                _configured[name] = definition.Bound.GetValueOrDefault(name) ?? value.Default;
            }
            else
            {
                _own.Add(name);
            }
        }

        if (_own.Count > RequestClaim.MaxOwnValues)
        {
            faults.Add(nameof(SchemeDefinition.Values), null, $"a scheme has at most {RequestClaim.MaxOwnValues} carried values of its own.");
            _own.RemoveRange(RequestClaim.MaxOwnValues, _own.Count - RequestClaim.MaxOwnValues);
        }
    }

    private static bool TryBuiltIn(string name, out ClaimField field)
    {
        (bool isKnown, field) = name switch
        {
            "keyid" => (true, ClaimField.KeyId),
            "timestamp" => (true, ClaimField.Timestamp),
            "id" => (true, ClaimField.Id),
            "nonce" => (true, ClaimField.Nonce),
            "expires" => (true, ClaimField.Expires),
            "signed-headers" => (true, ClaimField.SignedHeaders),
            "token" => (true, ClaimField.Token),
            _ => (false, default),
        };
        return isKnown;
    }
}
