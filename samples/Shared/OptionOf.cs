using System.CommandLine;
using System.Globalization;

namespace HierKD.Samples;

/// <summary>Options of a command line that refuse what cannot be right.</summary>
internal static class OptionOf
{
    /// <summary>A whole number.</summary>
    public static Option<int> Number(string name, string description, int standard, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && value < least)
            {
                result.AddError($"{name} is {value}; it must be at least {least}.");
            }
        });
        return option;
    }

    /// <summary>A whole number, or nothing.</summary>
    public static Option<int?> OptionalNumber(string name, string description, int least)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value && value < least)
            {
                result.AddError($"{name} is {value}; it must be at least {least}.");
            }
        });
        return option;
    }

    /// <summary>A number between two that are not allowed themselves.</summary>
    public static Option<double> Between(string name, string description, double standard, double above, double below)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is var value && !(value > above && value < below))
            {
                result.AddError(OutOf(name, value, above, below));
            }
        });
        return option;
    }

    /// <summary>A number between two that are not allowed themselves, or nothing.</summary>
    public static Option<double?> OptionalBetween(string name, string description, double above, double below)
    {
        var option = new Option<double?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } value && !(value > above && value < below))
            {
                result.AddError(OutOf(name, value, above, below));
            }
        });
        return option;
    }

    /// <summary>One of some words, of which the first is the default.</summary>
    public static Option<string> Word(string name, string description, params string[] words) =>
        new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0] }.AcceptOnlyFromAmong(words);

    private static string OutOf(string name, double value, double above, double below) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be in ({above}, {below}).");
}
