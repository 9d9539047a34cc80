/** A page's file that nothing imports: what a request for it by another name is compared with. */
export const alone = true;
