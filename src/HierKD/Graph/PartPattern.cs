using System.Text;
using System.Text.RegularExpressions;

namespace HierKD;

/// <summary>Which part of a model is meant: a path, or a pattern of paths, and all that lies within what it names.</summary>
internal sealed class PartPattern
{
    private readonly Regex? _pattern;

    private PartPattern(string text, bool isLiteral = false)
    {
        Text = text;
        if (!isLiteral && text.Contains('*', StringComparison.Ordinal)) _pattern = Compiled(text.Split('.'));
    }

    public string Text { get; }

    /// <param name="text">The path or pattern.</param>
    /// <param name="whose">The option that has it, for messages.</param>
    /// <param name="argument">The argument that has it.</param>
    /// <exception cref="ArgumentException">It is <see langword="null"/>, or says ** within a name.</exception>
    public static PartPattern Of(string? text, string whose, string argument)
    {
        if (text is null) throw new ArgumentException($"{whose} holds a null; give the path of a layer or module.", argument);
        if (text.Split('.').FirstOrDefault(name => name != "**" && name.Contains("**", StringComparison.Ordinal)) is { } name)
        {
            throw new ArgumentException(
                $"{whose} has '{MessageText.Of(text)}': in '{MessageText.Of(name)}' write * for any letters of a name; ** stands for " +
                "whole names, between dots.",
                argument);
        }
        return new PartPattern(text);
    }

    /// <summary>A path that was taken from a model: stars in it are letters.</summary>
    public static PartPattern Path(string path) => new(path, isLiteral: true);

    /// <summary>Whether what has this path is named, or lies within what is.</summary>
    public bool Covers(string path) =>
        path == Text
        || _pattern?.IsMatch(path) == true
        || (_pattern is null && Text.Length > 0 && path.StartsWith($"{Text}.", StringComparison.Ordinal));

    /// <summary>A refusal of a part that the model does not have.</summary>
    /// <param name="whose">The option that has it.</param>
    /// <param name="layers">The paths that there are.</param>
    /// <param name="argument">The argument that has it.</param>
    public ArgumentException Unknown(string whose, IEnumerable<string> layers, string argument) => new(
        $"{whose} has '{MessageText.Of(Text)}', which names no layer of the model and no module with layers in it; the nearest names are " +
        $"{NearNames.Of(Text, layers.SelectMany(Outwards).Where(path => path.Length > 0).Distinct())}.",
        argument);

    public override bool Equals(object? obj) => obj is PartPattern other && other.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    /// <summary>A path, and those of the modules that it lies in.</summary>
    private static IEnumerable<string> Outwards(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1)) yield return path[..end];
    }

    private static Regex Compiled(string[] names)
    {
        // What lies within is meant anyway.
        var last = Array.FindLastIndex(names, name => name != "**");
        var pattern = new StringBuilder("^");
        for (var i = 0; i <= last; i++)
        {
            pattern.Append(names[i] == "**"
                ? @"(?:[^.]+\.)*"
                : Regex.Escape(names[i]).Replace(@"\*", "[^.]*", StringComparison.Ordinal) + (i < last ? @"\." : @"(?:\..*)?$"));
        }
        return new Regex(pattern.ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }
}
