using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>Which data a recipe is to read.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="HeldOut">The fraction of the training set that is held out for validation.</param>
/// <param name="Seed">Draws order and views.</param>
/// <param name="Device">Where the batches are to be.</param>
/// <param name="Small">Whether images are made-up and small, so that views of them are as well.</param>
internal sealed record DataRequest(string Folder, double HeldOut, int Seed, Device Device, bool Small);
