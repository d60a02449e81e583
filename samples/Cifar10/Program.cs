// Makes known networks small on CIFAR-10: `evaluate` measures the pretrained ones, `prune` removes filters of one. Pruning.cs is the
// recipe.
using Cifar10Sample;
using HierKD.Samples;

return SampleProgram.Run(CommandLine.Create(Evaluation.Run, Pruning.Run), args);
