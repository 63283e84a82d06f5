/**
 * What a workstation calls itself until somebody has named it. Apart from the schemas: the sign-in screen says so before
 * any of them is loaded.
 */
export const UNNAMED_WORKSTATION = 'UNNAMED';
