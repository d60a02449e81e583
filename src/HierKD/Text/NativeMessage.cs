using System.Runtime.InteropServices;

namespace HierKD;

/// <summary>What an exception says, without the native stack that libtorch's come with.</summary>
internal static class NativeMessage
{
    private const int Longest = 300;

    /// <summary>The first line of the message, or as much of it as can be read.</summary>
    public static string Of(Exception failure)
    {
        var message = failure.Message.TrimStart();
        // What .NET adds of a parameter's name would stand in the middle of a sentence.
        if (failure is ArgumentException { ParamName: { } name })
        {
            message = message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        }
        var end = message.IndexOfAny(['\r', '\n']);
        var line = (end < 0 ? message : message[..end]).TrimEnd();
        return line.Length <= Longest ? line : $"{line[..Longest]}…";
    }

    /// <summary>Does something; what libtorch refuses is told in a sentence.</summary>
    /// <param name="what">The beginning of the sentence: "The forward of MyNet cannot be computed on [8, 3, 32, 32] (Float64)".</param>
    /// <param name="work">What is done.</param>
    /// <exception cref="InvalidOperationException">libtorch refuses it.</exception>
    public static T Within<T>(Func<string> what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ExternalException failure)
        {
            throw new InvalidOperationException($"{what()}. libtorch says: {Of(failure)}", failure);
        }
    }
}
