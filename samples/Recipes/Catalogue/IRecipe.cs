using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>A published experiment: a network, its data, how the original is trained and how it is pruned.</summary>
internal interface IRecipe
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What it is, in a line.</summary>
    string Title { get; }

    /// <summary>The name of its data.</summary>
    string DataName { get; }

    /// <summary>What was published, for the table; the source of each row stands in it.</summary>
    IReadOnlyList<PublishedRow> Published { get; }

    /// <summary>The fractions that the student does without in what was published; the first is the default.</summary>
    IReadOnlyList<double> Ratios { get; }

    /// <summary>What the ratios are fractions of.</summary>
    Measure Measure { get; }

    /// <summary>How the original is trained where no weights are given.</summary>
    BaselineSchedule Baseline { get; }

    /// <summary>Images in a batch while it is pruned.</summary>
    int BatchSize { get; }

    /// <summary>The network with fresh weights.</summary>
    /// <param name="width">What its numbers of channels are multiplied by; 1 for the published one.</param>
    /// <param name="classes">The number of classes of the data.</param>
    nn.Module<Tensor, Tensor> Network(double width, int classes);

    /// <summary>Everything that the pruner is told.</summary>
    /// <param name="ratio">The fraction that the student does without, in (0, 1).</param>
    PruningOptions Options(double ratio);

    /// <summary>Reads the data.</summary>
    IRecipeData Load(DataRequest request);

    /// <summary>Writes a little made-up data in the official format.</summary>
    void Generate(string folder);
}
