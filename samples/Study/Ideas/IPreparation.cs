using HierKD;
using Study.Grids;
using Study.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Ideas;

/// <summary>What an arm does before its run, within the same budget.</summary>
internal interface IPreparation
{
    /// <summary>Prepares a run.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="model">The network; may be trained.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">What the run is told.</param>
    /// <param name="work">A folder for files.</param>
    /// <returns>What it is told instead, with what is left of the budget, and the multiply-adds that were spent.</returns>
    (PruningOptions Options, double Spent) Prepare(
        StudyCell cell, nn.Module<Tensor, Tensor> model, StudyData data, PruningOptions options, string work);
}
