using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HmacKit.Cli;

/// <summary>The kinds of options that there are. A wrong value is refused in one line that says what is right.</summary>
internal static class CliOption
{
    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    /// <summary>The one argument of a command, which may be left out. What begins with a hyphen is a mistyped option.</summary>
    public static Argument<string?> Argument(string name, string description)
    {
        static string? Parse(ArgumentResult result)
        {
            string? text = result.Tokens is [var token] ? token.Value : null;
            if (text is ['-', _, ..])
            {
                result.AddError($"there is no option {OneLine.Quote(text)}.");
            }

            return text;
        }

        return new Argument<string?>(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = Parse,
        };
    }

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Number(string name, int standard, int least, int most, string description)
    {
        int Parse(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} is a whole number from {least} to {most}, not {OneLine.Quote(text)}.");
            return standard;
        }

        return new Option<int>(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => standard,
            CustomParser = Parse,
        };
    }

    /// <summary>One of some words, each with what it stands for; <typeparamref name="T"/>'s default value if it isn't given.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        T Parse(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            foreach ((string word, T value) in choices)
            {
                if (string.Equals(word, text, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            result.AddError($"{name} is one of {string.Join(", ", choices.Select(static choice => choice.Word))}; not {OneLine.Quote(text)}.");
            return choices[0].Value;
        }

        return new Option<T>(name)
        {
            HelpName = string.Join('|', choices.Select(static choice => choice.Word)),
            Description = description,
            CustomParser = Parse,
        };
    }

    /// <summary>Whether the option stands on the command line.</summary>
    public static bool IsGiven(this ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
