using System.Globalization;
using System.Text.Json;

namespace HmacKit.Cli;

/// <summary>A value of a scheme file, with the place at which it stands for what is said of it.</summary>
internal readonly struct SchemeFileValue(string place, JsonElement element)
{
    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong("is a text");

    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong("is true or false");

    public int Number() => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) ? number : throw Wrong("is a whole number");

    /// <summary>A number that stands as the name of a member.</summary>
    public int Number(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Wrong("has a number for its name");

    public char Character() => Text() is [var character] ? character : throw Wrong("is one character");

    public Uri Address() => Uri.TryCreate(Text(), UriKind.Absolute, out Uri? url) ? url : throw Wrong("is an absolute URL");

    public IReadOnlyList<string> Texts()
    {
        string own = place;
        return element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(item => new SchemeFileValue(own, item).Text())] : throw Wrong("is an array of texts");
    }

    /// <summary>One of an enumeration's words, in the case of JSON.</summary>
    public T Word<T>()
        where T : struct, Enum
    {
        string text = Text();
        foreach (T value in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == text)
            {
                return value;
            }
        }

        throw Wrong($"is one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}");
    }

    /// <summary>Each member of an object.</summary>
    public void Each(Action<string, SchemeFileValue> take)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("is an object");
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            take(member.Name, new SchemeFileValue(member.Name, member.Value));
        }
    }

    /// <summary>A template, or an object with <c>text</c>, <c>fields</c>, <c>list</c> or <c>parameters</c>, and <c>separator</c>, <c>base64</c>, <c>base64Url</c>, <c>optional</c>.</summary>
    public HeaderFormat Format()
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return HeaderFormat.Text(Text());
        }

        Dictionary<string, SchemeFileValue> members = Only("text", "fields", "list", "parameters", "separator", "base64", "base64Url", "optional");
        char? separator = members.TryGetValue("separator", out SchemeFileValue mark) ? mark.Character() : null;
        HeaderFormat format = members.TryGetValue("text", out SchemeFileValue text) ? HeaderFormat.Text(text.Text())
            : members.TryGetValue("fields", out SchemeFileValue fields) ? HeaderFormat.Fields(fields.Text(), separator ?? ',')
            : members.TryGetValue("list", out SchemeFileValue list) ? HeaderFormat.List(list.Text(), separator ?? ' ')
            : members.TryGetValue("parameters", out SchemeFileValue parameters) ? HeaderFormat.Parameters(parameters.Text(), separator ?? ',')
            : throw Wrong("has a template: text, fields, list or parameters");
        format = members.TryGetValue("base64", out SchemeFileValue base64) ? format.InBase64(base64.Text()) : format;
        format = members.TryGetValue("base64Url", out SchemeFileValue base64Url) ? format.InBase64Url(base64Url.Text()) : format;
        return members.TryGetValue("optional", out SchemeFileValue optional) && optional.Flag() ? format.Optional() : format;
    }

    /// <summary>An object with <c>carried</c>, <c>configured</c> or <c>secret</c>, which is the default or null.</summary>
    public SchemeValue Value()
    {
        Dictionary<string, SchemeFileValue> members = Only("carried", "configured", "secret");
        return members.TryGetValue("carried", out SchemeFileValue carried) ? SchemeValue.Carried(carried.TextOrNull())
            : members.TryGetValue("configured", out SchemeFileValue configured) ? SchemeValue.Configured(configured.TextOrNull())
            : members.TryGetValue("secret", out SchemeFileValue secret) ? SchemeValue.Secret(secret.TextOrNull())
            : throw Wrong("has carried, configured or secret");
    }

    /// <summary>An object with one of the rules, which is its template.</summary>
    public DigestRule Digest()
    {
        Dictionary<string, SchemeFileValue> members = Only("required", "requiredWithBody", "requiredUnlessForm", "ifCarried");
        return members.TryGetValue("required", out SchemeFileValue required) ? DigestRule.Required(required.Text())
            : members.TryGetValue("requiredWithBody", out SchemeFileValue withBody) ? DigestRule.RequiredWithBody(withBody.Text())
            : members.TryGetValue("requiredUnlessForm", out SchemeFileValue unlessForm) ? DigestRule.RequiredUnlessForm(unlessForm.Text())
            : members.TryGetValue("ifCarried", out SchemeFileValue ifCarried) ? DigestRule.IfCarried(ifCarried.Text())
            : throw Wrong("has required, requiredWithBody, requiredUnlessForm or ifCarried");
    }

    public HmacAlgorithm Algorithm() => Text() switch
    {
        "sha256" => HmacAlgorithm.Sha256,
        "sha384" => HmacAlgorithm.Sha384,
        "sha512" => HmacAlgorithm.Sha512,
        "sha1ForLegacyUseOnly" => HmacAlgorithm.Sha1ForLegacyUseOnly,
        _ => throw Wrong("is sha256, sha384, sha512 or sha1ForLegacyUseOnly"),
    };

    /// <summary>A word, or an object with <c>format</c> and <c>after</c> or <c>afterOptional</c>, which is a prefix.</summary>
    public KeyFormat SecretFormat()
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Text() switch
            {
                "text" => KeyFormat.Text,
                "hex" => KeyFormat.Hex,
                "base64" => KeyFormat.Base64,
                "base64Url" => KeyFormat.Base64Url,
                _ => throw Wrong("is text, hex, base64 or base64Url"),
            };
        }

        Dictionary<string, SchemeFileValue> members = Only("format", "after", "afterOptional");
        KeyFormat format = members.TryGetValue("format", out SchemeFileValue word) ? word.SecretFormat() : throw Wrong("has a format");
        return members.TryGetValue("after", out SchemeFileValue after) ? format.After(after.Text())
            : members.TryGetValue("afterOptional", out SchemeFileValue optional) ? format.AfterOptional(optional.Text())
            : format;
    }

    /// <summary>An array of steps, each a word or an object with the step's template.</summary>
    public KeyDerivation KeyDerivation()
    {
        KeyDerivation derivation = HmacKit.KeyDerivation.FromSecret;
        foreach (JsonElement item in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Wrong("is an array of steps"))
        {
            var step = new SchemeFileValue(place, item);
            if (item.ValueKind == JsonValueKind.String)
            {
                derivation = step.Text() switch
                {
                    "sha256" => derivation.Sha256(),
                    "sha1ForLegacyUseOnly" => derivation.Sha1ForLegacyUseOnly(),
                    "percentEncoded" => derivation.PercentEncoded(),
                    _ => throw Wrong("has the steps sha256, sha1ForLegacyUseOnly, percentEncoded, and those with a template"),
                };
                continue;
            }

            Dictionary<string, SchemeFileValue> members = step.Only("hmac", "hmacUnder", "withPrefix", "withSuffix", "asText");
            derivation = members.TryGetValue("hmac", out SchemeFileValue hmac) ? derivation.Hmac(hmac.Text())
                : members.TryGetValue("hmacUnder", out SchemeFileValue under) ? derivation.HmacUnder(under.Text())
                : members.TryGetValue("withPrefix", out SchemeFileValue prefix) ? derivation.WithPrefix(prefix.Text())
                : members.TryGetValue("withSuffix", out SchemeFileValue suffix) ? derivation.WithSuffix(suffix.Text())
                : members.TryGetValue("asText", out SchemeFileValue text) ? derivation.AsText(text.Word<TagEncoding>())
                : throw Wrong("has a step without a name");
        }

        return derivation;
    }

    /// <summary><c>format</c>, and <c>maxAgeSeconds</c> and <c>maxSkewSeconds</c>.</summary>
    public FreshnessRule Freshness()
    {
        Dictionary<string, SchemeFileValue> members = Only("format", "maxAgeSeconds", "maxSkewSeconds");
        TimestampFormat format = members.TryGetValue("format", out SchemeFileValue word) ? word.Word<TimestampFormat>() : throw Wrong("has a format");
        TimeSpan age = members.TryGetValue("maxAgeSeconds", out SchemeFileValue most) ? TimeSpan.FromSeconds(most.Number()) : throw Wrong("has maxAgeSeconds");
        return new FreshnessRule(format, age, members.TryGetValue("maxSkewSeconds", out SchemeFileValue skew) ? TimeSpan.FromSeconds(skew.Number()) : age);
    }

    /// <summary><c>format</c> of the end, where it is carried, and <c>lifeSeconds</c> and <c>maxLifeSeconds</c>.</summary>
    public ExpiryRule Expiry()
    {
        Dictionary<string, SchemeFileValue> members = Only("format", "lifeSeconds", "maxLifeSeconds");
        TimeSpan? life = members.TryGetValue("lifeSeconds", out SchemeFileValue own) ? TimeSpan.FromSeconds(own.Number()) : null;
        TimeSpan? most = members.TryGetValue("maxLifeSeconds", out SchemeFileValue longest) ? TimeSpan.FromSeconds(longest.Number()) : null;
        return members.TryGetValue("format", out SchemeFileValue format) ? ExpiryRule.At(format.Word<TimestampFormat>(), life, most) : ExpiryRule.AfterSigning(life, most);
    }

    public ParameterSet Parameters()
    {
        Dictionary<string, SchemeFileValue> members = Only(
            "except", "only", "encoding", "order", "repeats", "ignoresOtherBodies", "keepsBareNames", "namesInLowerCase", "omitsEmpty", "plusIsBlank", "joiner", "pair");
        var standard = new ParameterSet();
        return new ParameterSet
        {
            Except = members.TryGetValue("except", out SchemeFileValue except) ? except.Texts() : standard.Except,
            Only = members.TryGetValue("only", out SchemeFileValue only) ? only.Texts() : standard.Only,
            Encoding = members.TryGetValue("encoding", out SchemeFileValue encoding) ? encoding.Word<ParameterEncoding>() : standard.Encoding,
            Order = members.TryGetValue("order", out SchemeFileValue order) ? order.Word<ParameterOrder>() : standard.Order,
            Repeats = members.TryGetValue("repeats", out SchemeFileValue repeats) ? repeats.Word<RepeatedParameters>() : standard.Repeats,
            IgnoresOtherBodies = members.TryGetValue("ignoresOtherBodies", out SchemeFileValue ignores) ? ignores.Flag() : standard.IgnoresOtherBodies,
            KeepsBareNames = members.TryGetValue("keepsBareNames", out SchemeFileValue bare) ? bare.Flag() : standard.KeepsBareNames,
            NamesInLowerCase = members.TryGetValue("namesInLowerCase", out SchemeFileValue lower) ? lower.Flag() : standard.NamesInLowerCase,
            OmitsEmpty = members.TryGetValue("omitsEmpty", out SchemeFileValue omits) ? omits.Flag() : standard.OmitsEmpty,
            PlusIsBlank = members.TryGetValue("plusIsBlank", out SchemeFileValue plus) ? plus.Flag() : standard.PlusIsBlank,
            Joiner = members.TryGetValue("joiner", out SchemeFileValue joiner) ? joiner.Text() : standard.Joiner,
            Pair = members.TryGetValue("pair", out SchemeFileValue pair) ? pair.Text() : standard.Pair,
        };
    }

    public HeaderSet HeaderSet()
    {
        Dictionary<string, SchemeFileValue> members = Only(
            "atLeast", "implied", "wherePresent", "components", "collapsesBlanks", "endsWithJoiner", "inListedOrder", "isPercentEncoded", "valuesInLowerCase", "listSeparator", "joiner", "pair");
        var standard = new HeaderSet();
        var set = new HeaderSet
        {
            AtLeast = members.TryGetValue("atLeast", out SchemeFileValue least) ? least.Texts() : standard.AtLeast,
            Implied = members.TryGetValue("implied", out SchemeFileValue implied) ? implied.Texts() : standard.Implied,
            WherePresent = members.TryGetValue("wherePresent", out SchemeFileValue present) ? present.Texts() : standard.WherePresent,
            CollapsesBlanks = members.TryGetValue("collapsesBlanks", out SchemeFileValue blanks) ? blanks.Flag() : standard.CollapsesBlanks,
            EndsWithJoiner = members.TryGetValue("endsWithJoiner", out SchemeFileValue ends) ? ends.Flag() : standard.EndsWithJoiner,
            InListedOrder = members.TryGetValue("inListedOrder", out SchemeFileValue listed) ? listed.Flag() : standard.InListedOrder,
            IsPercentEncoded = members.TryGetValue("isPercentEncoded", out SchemeFileValue percent) ? percent.Flag() : standard.IsPercentEncoded,
            ValuesInLowerCase = members.TryGetValue("valuesInLowerCase", out SchemeFileValue lower) ? lower.Flag() : standard.ValuesInLowerCase,
            ListSeparator = members.TryGetValue("listSeparator", out SchemeFileValue separator) ? separator.Character() : standard.ListSeparator,
            Joiner = members.TryGetValue("joiner", out SchemeFileValue joiner) ? joiner.Text() : standard.Joiner,
            Pair = members.TryGetValue("pair", out SchemeFileValue pair) ? pair.Text() : standard.Pair,
        };
        if (members.TryGetValue("components", out SchemeFileValue components))
        {
            components.Each((name, item) => set.Components[name] = item.Text());
        }

        return set;
    }

    private string? TextOrNull() => element.ValueKind == JsonValueKind.Null ? null : Text();

    private Dictionary<string, SchemeFileValue> Only(params string[] names)
    {
        var members = new Dictionary<string, SchemeFileValue>(StringComparer.Ordinal);
        string own = place;
        Each((name, value) => members[name] = names.Contains(name)
            ? value
            : throw new CommandException($"--scheme-file: {OneLine.Quote(own)} has no member {OneLine.Quote(name)}; {NearbyWord.Question(name, names)}it has {string.Join(", ", names)}."));
        return members;
    }

    private CommandException Wrong(string what) => new($"--scheme-file: {OneLine.Quote(place)} {what}.");
}
